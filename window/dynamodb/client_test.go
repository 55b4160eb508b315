package dynamodb_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	sdk "github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"trailnotify/window"
	"trailnotify/window/dynamodb"
	"trailnotify/window/set"
)

// pipes is a network in memory, so that time can be the bubble's.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.conns <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.done) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{} }

// service serves a table from a handler that is told the number of the request,
// from 1.
func service(t *testing.T, handle func(n int64, w http.ResponseWriter, r *http.Request)) (*dynamodb.Table, *atomic.Int64) {
	t.Helper()
	p := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
	var requests atomic.Int64
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handle(requests.Add(1), w, r)
	})}
	go func() { _ = server.Serve(p) }()
	t.Cleanup(func() { _ = server.Close() })
	cfg := configOf("http://table")
	cfg.HTTPClient = awshttp.NewBuildableClient().WithTransportOptions(func(tr *http.Transport) { tr.DialContext = p.dial })
	client := dynamodb.NewClient(cfg, unchecked)
	return dynamodb.New(client, "t", "test"), &requests
}

func configOf(endpoint string) aws.Config {
	return aws.Config{
		BaseEndpoint: &endpoint,
		Region:       "ap-northeast-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "k", SecretAccessKey: "s"}, nil
		}),
	}
}

// unchecked has the client take answers without a checksum.
func unchecked(o *sdk.Options) { o.DisableValidateResponseChecksum = true }

func succeed(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	_, _ = io.WriteString(w, `{}`)
}

func fail(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = io.WriteString(w, `{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"down"}`)
}

// TestClient_HungConnection has the first connection hang: the second attempt
// is made while there is time.
func TestClient_HungConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table, requests := service(t, func(n int64, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				_, _ = io.Copy(io.Discard, r.Body)
				<-r.Context().Done()
				return
			}
			succeed(w)
		})
		ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
		defer cancel()
		began := time.Now()
		if err := table.Release(ctx, "k", "token"); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); requests.Load() != 2 || took < 2*time.Second || took > 4*time.Second {
			t.Errorf("%d requests in %v, want the second one after 2 to 3 s and a pause", requests.Load(), took)
		}
	})
}

// TestClient_HungService ends with the context, within the attempt at hand.
func TestClient_HungService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table, requests := service(t, func(_ int64, _ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		})
		ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
		defer cancel()
		began := time.Now()
		err := table.Release(ctx, "k", "token")
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 6*time.Second {
			t.Errorf("error %v after %v", err, time.Since(began))
		}
		if n := requests.Load(); n < 2 || n > 3 {
			t.Errorf("%d requests, want 2 or 3", n)
		}
	})
}

// TestClient_ServiceDown makes five attempts, with pauses of a second at most.
func TestClient_ServiceDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		table, requests := service(t, func(_ int64, w http.ResponseWriter, _ *http.Request) { fail(w) })
		for range 60 {
			requests.Store(0)
			began := time.Now()
			if err := table.Release(t.Context(), "k", "token"); err == nil {
				t.Fatal("no error")
			}
			if requests.Load() != 5 || time.Since(began) > 4*time.Second {
				t.Fatalf("%d requests in %v, want 5 in at most 4 s", requests.Load(), time.Since(began))
			}
		}
	})
}

// TestClient_TroubleIsNotShared checks that the tries of many requests that
// fail are not taken from one that could succeed.
func TestClient_TroubleIsNotShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := true
		table, _ := service(t, func(n int64, w http.ResponseWriter, _ *http.Request) {
			if down || n%2 == 1 {
				fail(w)
				return
			}
			succeed(w)
		})
		for range 200 {
			_ = table.Release(t.Context(), "k", "token")
		}
		down = false
		for i := range 20 {
			if err := table.Release(t.Context(), fmt.Sprint(i), "token"); err != nil {
				t.Fatalf("request %d, which fails at first: %v", i+1, err)
			}
		}
	})
}

// TestClient_TimeOut leaves a time-out that somebody chose.
func TestClient_TimeOut(t *testing.T) {
	for given, want := range map[time.Duration]time.Duration{0: 2500 * time.Millisecond, time.Second: time.Second} {
		cfg := configOf("http://table")
		cfg.HTTPClient = awshttp.NewBuildableClient().WithTimeout(given)
		c, ok := dynamodb.NewClient(cfg).Options().HTTPClient.(*awshttp.BuildableClient)
		if !ok || c.GetTimeout() != want {
			t.Errorf("with a time-out of %v: %v, want %v", given, c.GetTimeout(), want)
		}
	}
}

// TestClient_Loopback is the hung connection on a real network, with a time-out
// of its own that the client leaves as it is.
func TestClient_Loopback(t *testing.T) {
	done := make(chan struct{})
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if requests.Add(1) == 1 {
			<-done
			return
		}
		succeed(w)
	}))
	defer server.Close()
	defer close(done)
	cfg := configOf(server.URL)
	cfg.HTTPClient = awshttp.NewBuildableClient().WithTimeout(300 * time.Millisecond)
	table := dynamodb.New(dynamodb.NewClient(cfg, unchecked), "t", "test")
	if _, _, err := table.Items(t.Context(), "k", window.Read{Range: set.PartsOf(60, 60)}); err != nil {
		t.Fatal(err)
	}
	if requests.Load() < 2 {
		t.Errorf("%d requests, want a second one", requests.Load())
	}
}
