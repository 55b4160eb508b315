package stand

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// TestProxy_Faults asks a server through the proxy, with connections that are kept and with new ones, while one fault
// after the other is set.
func TestProxy_Faults(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(server.Close)
	proxy := NewProxy(t, server.URL)
	endpoint := proxy.Endpoint()

	for _, c := range []struct {
		name    string
		set     func()
		fails   bool
		reached bool // the request is carried out, whether or not it is answered
	}{
		{"no fault", func() {}, false, true},
		{"cut off", proxy.Cut, true, false},
		{"back", proxy.Restore, false, true},
		{"answers swallowed", proxy.Swallow, true, true},
		{"cut off after another fault", proxy.Cut, true, false},
		{"cut off twice", proxy.Cut, true, false},
		{"reset", proxy.Reset, true, false},
		{"slow", func() { proxy.Slow(20 * time.Millisecond) }, false, true},
		{"back again", proxy.Restore, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.set()
			if proxy.Endpoint() != endpoint {
				t.Fatalf("the endpoint is now %s", proxy.Endpoint())
			}
			before := asked.Load()
			client := http.Client{Timeout: 500 * time.Millisecond, Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			resp, err := client.Get(endpoint)
			if err == nil {
				resp.Body.Close()
			}
			if (err != nil) != c.fails {
				t.Errorf("error %v, want one: %t", err, c.fails)
			}
			if reached := asked.Load() > before; reached != c.reached {
				t.Errorf("the request was carried out: %t, want %t", reached, c.reached)
			}
		})
	}
}

func TestProxy_SlowDelaysTheAnswer(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	proxy := NewProxy(t, server.URL)
	proxy.Slow(300 * time.Millisecond)
	client := http.Client{Timeout: 100 * time.Millisecond}
	if resp, err := client.Get(proxy.Endpoint()); err == nil {
		resp.Body.Close()
		t.Error("answered within 100 ms")
	}
}
