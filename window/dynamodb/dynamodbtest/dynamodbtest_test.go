package dynamodbtest

import (
	"context"
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

func TestStart_OnLoopbackAlone(t *testing.T) {
	endpoint, err := url.Parse(Start(t))
	if err != nil {
		t.Fatal(err)
	}
	if ip := net.ParseIP(endpoint.Hostname()); !ip.IsLoopback() {
		t.Fatalf("endpoint %s is not on the loopback interface", endpoint)
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, addr := range addrs {
		ip, ok := addr.(*net.IPNet)
		if !ok || ip.IP.IsLoopback() || ip.IP.IsLinkLocalUnicast() {
			continue
		}
		conn, err := net.DialTimeout("tcp", net.JoinHostPort(ip.IP.String(), endpoint.Port()), time.Second)
		if err == nil {
			conn.Close()
			t.Errorf("DynamoDB Local answers on %s too", ip.IP)
		}
	}
}

func TestStart_Once(t *testing.T) {
	if a, b := Start(t), Start(t); a != b {
		t.Errorf("two servers: %s and %s", a, b)
	}
}

// The garbage collector closes files that nothing refers to, and with its
// standard input the server would end.
func TestStart_OutlivesGarbageCollection(t *testing.T) {
	client := Client(t)
	for range 3 {
		runtime.GC()
	}
	time.Sleep(100 * time.Millisecond)
	if _, err := client.ListTables(t.Context(), &dynamodb.ListTablesInput{}); err != nil {
		t.Error(err)
	}
}

// outcome is a test that remembers how it was ended.
type outcome struct {
	testing.TB
	skipped, failed bool
}

func (o *outcome) Helper() {}

func (o *outcome) Skip(...any) {
	o.skipped = true
	runtime.Goexit()
}

func (o *outcome) Fatal(...any) {
	o.failed = true
	runtime.Goexit()
}

func TestStart_WithoutServer(t *testing.T) {
	broken := errors.New("it ended without listening")
	for _, c := range []struct {
		name    string
		err     error
		mustRun bool
		skipped bool
	}{
		{"not installed", errMissing, false, true},
		{"not installed and CI=true", errMissing, true, false},
		{"installed and broken", broken, false, false},
		{"installed and broken and CI=true", broken, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var o outcome
			var ended sync.WaitGroup
			ended.Go(func() { stop(&o, c.err, c.mustRun) })
			ended.Wait()
			if o.skipped != c.skipped || o.failed == c.skipped {
				t.Errorf("skipped %t, failed %t; want skipped %t", o.skipped, o.failed, c.skipped)
			}
		})
	}
}

func TestNewTable_HoldsItems(t *testing.T) {
	client := Client(t)
	name, other := NewTable(t, client), NewTable(t, client)
	key := map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: "RootUsage#-"},
		"sk": &types.AttributeValueMemberN{Value: "300"},
	}
	if _, err := client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &name, Item: key}); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int{name: 1, other: 0} {
		got, err := client.Scan(t.Context(), &dynamodb.ScanInput{TableName: aws.String(table)})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Items) != want {
			t.Errorf("table %s has %d items, want %d", table, len(got.Items), want)
		}
	}
}

func TestNewTable_DeletedAtTheEnd(t *testing.T) {
	client := Client(t)
	var name string
	t.Run("a test that creates a table", func(t *testing.T) { name = NewTable(t, client) })
	_, err := client.DescribeTable(context.Background(), &dynamodb.DescribeTableInput{TableName: &name})
	var gone *types.ResourceNotFoundException
	if !errors.As(err, &gone) {
		t.Errorf("DescribeTable(%s) = %v, want ResourceNotFoundException", name, err)
	}
}

func TestFind_SaysHowToInstall(t *testing.T) {
	t.Setenv("TRAILNOTIFY_CACHE", t.TempDir())
	_, err := find()
	if !errors.Is(err, errMissing) {
		t.Fatalf("find() in an empty cache = %v, want errMissing", err)
	}
	if !strings.Contains(err.Error(), "run make deps") {
		t.Errorf("the message does not say what to do: %v", err)
	}
}

func TestCacheDir(t *testing.T) {
	write := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(top, "go.mod"), "// a comment\nmodule trailnotify\n")
	write(filepath.Join(top, "inner", "go.mod"), "module trailnotify/inner\n")
	write(filepath.Join(top, "inner", "deep", "file"), "")
	t.Setenv("TRAILNOTIFY_CACHE", "")

	for _, from := range []string{"", "inner", "inner/deep"} {
		t.Chdir(filepath.Join(top, from))
		if got, err := cacheDir(); err != nil || got != filepath.Join(top, ".cache") {
			t.Errorf("cacheDir() in %q = %q, %v; want .cache beside the outer go.mod", from, got, err)
		}
	}
	t.Chdir(t.TempDir())
	if got, err := cacheDir(); !errors.Is(err, errMissing) {
		t.Errorf("cacheDir() outside the module = %q, %v; want errMissing", got, err)
	}
	t.Setenv("TRAILNOTIFY_CACHE", "/elsewhere")
	if got, err := cacheDir(); err != nil || got != "/elsewhere" {
		t.Errorf("cacheDir() with TRAILNOTIFY_CACHE set = %q, %v", got, err)
	}
}

func TestWaitForPort(t *testing.T) {
	t.Run("the port after other lines", func(t *testing.T) {
		port, err := waitForPort(strings.NewReader("Initializing\nPort:\t8000\nLISTENING 4711\n"), time.Minute)
		if port != "4711" || err != nil {
			t.Errorf("got %q, %v; want 4711", port, err)
		}
	})
	t.Run("an end before the port", func(t *testing.T) {
		_, err := waitForPort(strings.NewReader("Unrecognized option\n"), time.Minute)
		if err == nil || !strings.Contains(err.Error(), "Unrecognized option") {
			t.Errorf("error %v does not hold what was said", err)
		}
	})
	t.Run("silence", func(t *testing.T) {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		defer w.Close()
		if _, err := waitForPort(r, time.Millisecond); err == nil {
			t.Error("no error")
		}
	})
}
