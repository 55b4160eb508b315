package accounts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	tests := map[string]struct {
		text string
		want map[string]string
		errs []string
	}{
		"names":             {"'111122223333': production\n\"044455556666\": 開発\n", map[string]string{"111122223333": "production", "044455556666": "開発"}, nil},
		"empty":             {"", nil, nil},
		"everything wrong":  {"'1234': a\n'111122223333': ''\n", nil, []string{`"1234"`, "name of 111122223333"}},
		"no mapping":        {"- a\n", nil, []string{"accounts.yaml: ", "sequence was used where mapping is expected"}},
		"too long":          {strings.Repeat("#", maxFile+1), nil, []string{"longer than 1 MiB"}},
		"digits lost in 0s": {"044455556666: a\n", nil, []string{"in quotes"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "accounts.yaml")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := Load(file)
			if (err != nil) != (len(test.errs) > 0) {
				t.Fatalf("accounts %v, error %v", got, err)
			}
			for _, want := range test.errs {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("want %s in: %v", want, err)
				}
			}
			for id, name := range test.want {
				if got[id] != name {
					t.Errorf("%s is %q, want %q", id, got[id], name)
				}
			}
		})
	}
	if _, err := Load("no-such-file"); err == nil || !strings.Contains(err.Error(), "no-such-file") {
		t.Errorf("error %v for a file that is not there", err)
	}
}
