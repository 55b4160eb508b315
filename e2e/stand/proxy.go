package stand

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// Proxy stands between the function and an endpoint and makes the network fail. It starts without a fault; the faults
// are set one at a time, each in place of the one before.
type Proxy struct {
	t     testing.TB
	proxy *toxiproxy.Proxy
	cut   bool
}

// NewProxy starts a proxy in front of the endpoint. It ends with the test.
func NewProxy(t testing.TB, endpoint string) *Proxy {
	t.Helper()
	u, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	p := &Proxy{t: t, proxy: toxiproxy.NewProxy(server, u.Host, "127.0.0.1:0", u.Host)}
	if err := p.proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.proxy.Stop)
	return p
}

// Endpoint is where the function reaches the endpoint through the proxy. It stays the same.
func (p *Proxy) Endpoint() string { return "http://" + p.proxy.Listen }

// Cut refuses new connections and ends those there are.
func (p *Proxy) Cut() {
	p.Restore()
	p.proxy.Stop()
	p.cut = true
}

// Slow delays every answer.
func (p *Proxy) Slow(delay time.Duration) {
	p.t.Helper()
	p.fault(fmt.Sprintf(`{"type": "latency", "stream": "downstream", "attributes": {"latency": %d}}`, delay.Milliseconds()))
}

// Reset lets requests reach the endpoint's side of the proxy and resets the connection instead of going on.
func (p *Proxy) Reset() {
	p.t.Helper()
	p.fault(`{"type": "reset_peer", "stream": "upstream", "attributes": {"timeout": 0}}`)
}

// Swallow lets requests through, so that they are carried out, and drops the answers: the client waits for ever.
func (p *Proxy) Swallow() {
	p.t.Helper()
	p.fault(`{"type": "timeout", "stream": "downstream", "attributes": {"timeout": 0}}`)
}

// Restore ends the fault there is.
func (p *Proxy) Restore() {
	p.t.Helper()
	p.proxy.Toxics.ResetToxics(context.Background())
	if !p.cut {
		return
	}
	if err := p.proxy.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.cut = false
}

func (p *Proxy) fault(toxic string) {
	p.t.Helper()
	p.Restore()
	if _, err := p.proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		p.t.Fatal(err)
	}
}
