package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestArchive_IsTheSameWhateverTheOrder(t *testing.T) {
	bootstrap := file{name: "bootstrap", executable: true, data: []byte("program")}
	rule := file{name: "rules/own.yaml", data: []byte("name: Own\n")}
	one, err := archive([]file{bootstrap, rule})
	if err != nil {
		t.Fatal(err)
	}
	other, err := archive([]file{rule, bootstrap})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, other) {
		t.Error("the order of the files changes the archive")
	}
}

func TestArchive_KeepsModeAndContentAndNoTime(t *testing.T) {
	data, err := archive([]file{{name: "bootstrap", executable: true, data: []byte("program")}, {name: "accounts.yaml", data: []byte("{}")}})
	if err != nil {
		t.Fatal(err)
	}
	got := unzip(t, data)
	if len(got) != 2 || got["bootstrap"] != "-rwxr-xr-x 1980-01-01 program" || got["accounts.yaml"] != "-rw-r--r-- 1980-01-01 {}" {
		t.Errorf("the archive holds %q", got)
	}
}

func TestArchive_RefusesANameTwice(t *testing.T) {
	if _, err := archive([]file{{name: "rules/a.yaml"}, {name: "rules/a.yaml"}}); err == nil || !strings.Contains(err.Error(), "rules/a.yaml") {
		t.Errorf("error %v", err)
	}
}

func TestBuild_GivesTheSameBytesWhereverTheSourcesAre(t *testing.T) {
	program := func() []byte {
		root := t.TempDir()
		if err := write(root,
			file{name: "go.mod", data: []byte("module example\n\ngo 1.26\n")},
			file{name: "main.go", data: []byte("package main\n\nimport \"runtime\"\n\nfunc main() { _, f, _, _ := runtime.Caller(0); println(f) }\n")},
		); err != nil {
			t.Fatal(err)
		}
		data, err := build(root, target{pkg: ".", os: "linux", arch: "arm64"})
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	t.Setenv("GOFLAGS", "-gcflags=-N")
	one := program()
	t.Setenv("GOFLAGS", "")
	if !bytes.Equal(one, program()) {
		t.Error("the same sources in two directories, under different GOFLAGS, give different programs")
	}
	const machine = 18 // of an ELF file
	if one[machine] != 0xb7 {
		t.Errorf("the program is for the machine %#x, want arm64", one[machine])
	}
}

func TestBillOfMaterials_NamesWhatIsInTheProgram(t *testing.T) {
	root := t.TempDir()
	if err := write(root,
		file{name: "go.mod", data: []byte("module example\n\ngo 1.26\n\nrequire dependency v1.2.3\n\nreplace dependency => ./dependency\n")},
		file{name: "main.go", data: []byte("package main\n\nimport \"dependency\"\n\nfunc main() { dependency.Do() }\n")},
		file{name: "dependency/go.mod", data: []byte("module dependency\n\ngo 1.26\n")},
		file{name: "dependency/do.go", data: []byte("package dependency\n\nfunc Do() {}\n")},
	); err != nil {
		t.Fatal(err)
	}
	program, err := build(root, target{pkg: ".", os: "linux", arch: "arm64"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := billOfMaterials("example", "1.0.0", program)
	if err != nil {
		t.Fatal(err)
	}
	var b bill
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	if b.Format != "CycloneDX" || b.SpecVersion != "1.5" || b.Metadata.Component.Name != "example" || b.Metadata.Component.Version != "1.0.0" {
		t.Errorf("the bill begins with %+v", b)
	}
	var names []string
	for _, c := range b.Components {
		names = append(names, c.Name)
	}
	if !slices.Equal(names, []string{"std", "./dependency"}) {
		t.Errorf("components %q", names)
	}
	if std := b.Components[0]; !strings.HasPrefix(std.PURL, "pkg:golang/std@1.") || std.Type != "library" {
		t.Errorf("the standard library is %+v", std)
	}
}

func TestBillOfMaterials_OfWhatIsNoProgram(t *testing.T) {
	if _, err := billOfMaterials("example", "", []byte("text")); err == nil {
		t.Error("a bill of something that is no Go program")
	}
}

func TestChecksums_AreWhatSha256sumChecks(t *testing.T) {
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("sha256sum is not here")
	}
	dir := t.TempDir()
	files := []file{{name: "a.zip", data: []byte("a")}, {name: "b.zip", data: []byte("b")}}
	if err := write(dir, append(files, checksums(files))...); err != nil {
		t.Fatal(err)
	}
	check := func() error {
		cmd := exec.Command("sha256sum", "--check", "--strict", "SHA256SUMS")
		cmd.Dir = dir
		return cmd.Run()
	}
	if err := check(); err != nil {
		t.Errorf("sha256sum refuses the files: %v", err)
	}
	if err := write(dir, file{name: "b.zip", data: []byte("c")}); err != nil {
		t.Fatal(err)
	}
	if check() == nil {
		t.Error("sha256sum accepts a file that was changed")
	}
}

func TestRuleFiles_AreThoseThatTheFunctionReads(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"own.yaml", "team/more.yml", "team/last.json", "README.md", ".hidden.yaml", ".git/config.yaml"} {
		if err := write(dir, file{name: name, data: []byte(name)}); err != nil {
			t.Fatal(err)
		}
	}
	files, err := ruleFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.name+"="+string(f.data))
	}
	if want := []string{"rules/own.yaml=own.yaml", "rules/team/last.json=team/last.json", "rules/team/more.yml=team/more.yml"}; !slices.Equal(names, want) {
		t.Errorf("found %q, want %q", names, want)
	}
}

func TestRuleFiles_NoneIsAnError(t *testing.T) {
	if _, err := ruleFiles(t.TempDir()); err == nil || !strings.Contains(err.Error(), "holds no file") {
		t.Errorf("error %v", err)
	}
	if _, err := ruleFiles(filepath.Join(t.TempDir(), "nowhere")); err == nil {
		t.Error("no error for a directory that is not there")
	}
}

func TestTree_LeavesOutWhatIsNotForUsers(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"main.tf", "examples/simple/main.tf", "tests/a.tftest.hcl", ".gitignore", "trailnotify.zip", "terraform.tfstate",
		".terraform/x", "examples/simple/terraform.tfstate.backup",
	} {
		if err := write(dir, file{name: name}); err != nil {
			t.Fatal(err)
		}
	}
	files, err := tree(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.name)
	}
	if want := []string{"examples/simple/main.tf", "main.tf"}; !slices.Equal(names, want) {
		t.Errorf("found %q, want %q", names, want)
	}
}

func TestPackagedTemplate_TakesThePackageForTheSources(t *testing.T) {
	f, err := packagedTemplate("../../deploy/sam/template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(f.data, []byte("CodeUri: trailnotify.zip")); n != 1 || bytes.Contains(f.data, []byte("CodeUri: .\n")) {
		t.Errorf("the package is there %d times, want once and no sources", n)
	}
	other := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(other, []byte("Resources: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := packagedTemplate(other); err == nil {
		t.Error("no error for a template without sources")
	}
}

func TestRun_RefusesWhatItDoesNotKnow(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"", "want function, unpacked or release"},
		{"publish", "want function, unpacked or release"},
		{"release", "want a version such as 1.2.3"},
		{"release -version v1", "want a version such as 1.2.3"},
		{"function extra", "no arguments are taken"},
		{"function -rules nowhere -out " + t.TempDir(), "reading the rules"},
		{"function -accounts nowhere -out " + t.TempDir(), "reading the account names"},
	} {
		if err := run(strings.Fields(c.args)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %s", c.args, err, c.want)
		}
	}
}

// unzip lists the entries of an archive: mode, date and content by name.
func unzip(t *testing.T, data []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string]string{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		entries[f.Name] = f.Mode().String() + " " + f.Modified.UTC().Format("2006-01-02") + " " + string(content)
	}
	return entries
}

func TestCheckRules_LetsNothingThroughThatCanNotStart(t *testing.T) {
	const pattern = "pattern: '{ $.eventName = StopLogging }'\nthreshold: 1\n"
	tests := map[string]struct{ file, fault string }{
		"a sound rule":                     {"name: Mine\n" + pattern, ""},
		"an exception to a built-in rule":  {"extends: RootUsage\nexcept:\n  - name: ours\n    pattern: '{ $.sourceIPAddress = \"192.0.2.1\" }'\n", ""},
		"a rule that does not load":        {"nam: Mine\n" + pattern, "did you mean name"},
		"a record that does not behave":    {"name: Mine\n" + pattern + "match:\n  - {eventName: StartLogging}\n", "has to match"},
		"an exception to a rule not there": {"extends: RootUsages\nexcept:\n  - name: ours\n    pattern: '{ $.a = b }'\n", "RootUsage"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "rule.yaml"), []byte(test.file), 0o600); err != nil {
				t.Fatal(err)
			}
			err := checkRules("../..", dir)
			if test.fault == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if test.fault != "" && (err == nil || !strings.Contains(err.Error(), test.fault)) {
				t.Errorf("error %v, want one with %q", err, test.fault)
			}
		})
	}
}

func TestBuild_SaysItsVersion(t *testing.T) {
	program, err := build("../..", target{pkg: "./cmd/trailnotify", os: runtime.GOOS, arch: runtime.GOARCH, version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "trailnotify")
	if err := os.WriteFile(file, program, 0o700); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(file, "--version").CombinedOutput(); err != nil || string(said) != "trailnotify version 1.2.3\n" {
		t.Errorf("said %q, error %v", said, err)
	}
}
