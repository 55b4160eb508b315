// Command terraform-stand-in is a provider "hashicorp/aws" for where the real
// one can't be fetched: the argument schema of the real provider for the
// resources that the module uses, and no AWS behind it. "terraform validate"
// finds misspelt and missing arguments, and "terraform test" runs with
// mock_provider. It says nothing about values that AWS would refuse, and a plan
// on it is not evidence of a deployment.
//
// The install script puts schema.json beside this file before it builds.
package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"fmt"
	"log"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-plugin-sdk/v2/plugin"
)

//go:embed schema.json
var extracted []byte

// A block is what extract.mjs writes of a resource, or of a block within one.
type block struct {
	Nesting    string // list or set
	Max        int
	Required   bool
	Attributes map[string]attribute
	Blocks     map[string]block
}

type attribute struct {
	Type               any // "string", or a pair such as ["list", "string"]
	Required, Computed bool
}

// kind says what a block belongs to.
type kind int

const (
	resource kind = iota
	data
	nested // in a block, or the provider itself
)

func main() {
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(extracted, &all); err != nil {
		log.Fatal(err)
	}
	p := &schema.Provider{ResourcesMap: map[string]*schema.Resource{}, DataSourcesMap: map[string]*schema.Resource{}}
	for name, raw := range all {
		var b block
		if err := json.Unmarshal(raw, &b); err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		source, isData := strings.CutPrefix(name, "data.")
		switch {
		case name == "provider":
			p.Schema = arguments(b, nested)
			delete(p.Schema, "alias")
		case isData:
			p.DataSourcesMap[source] = dataSource(arguments(b, data))
		default:
			p.ResourcesMap[name] = standIn(name, arguments(b, resource))
		}
	}
	plugin.Serve(&plugin.ServeOpts{ProviderFunc: func() *schema.Provider { return p }})
}

// metaArguments belong to Terraform itself, not to a provider.
var metaArguments = []string{"id", "count", "provider", "lifecycle"}

// arguments are the arguments of a block and the blocks within it.
func arguments(b block, k kind) map[string]*schema.Schema {
	all := map[string]*schema.Schema{}
	for name, a := range b.Attributes {
		if k != nested && slices.Contains(metaArguments, name) {
			continue
		}
		all[name] = argument(name, a, k)
	}
	for name, inner := range b.Blocks {
		all[name] = &schema.Schema{
			Type: valueType(inner.Nesting), Required: inner.Required, Optional: !inner.Required, MaxItems: inner.Max,
			Elem: &schema.Resource{Schema: arguments(inner, nested)},
		}
	}
	return all
}

func argument(name string, a attribute, k kind) *schema.Schema {
	s := &schema.Schema{Required: a.Required, Optional: !a.Required && !a.Computed, Computed: a.Computed}
	switch t := a.Type.(type) {
	case string:
		s.Type = valueType(t)
	case []any:
		s.Type = valueType(fmt.Sprint(t[0]))
		s.Elem = &schema.Schema{Type: valueType(fmt.Sprint(t[1]))}
	}
	// The bindings don't tell what is computed when it is not given.
	also := []string{"arn", "tags_all", "region", "policy"}
	if !a.Required && (k == data || k == resource && slices.Contains(also, name)) {
		s.Computed = true
	}
	return s
}

func valueType(name string) schema.ValueType {
	return map[string]schema.ValueType{
		"string": schema.TypeString, "number": schema.TypeFloat, "bool": schema.TypeBool,
		"list": schema.TypeList, "set": schema.TypeSet, "map": schema.TypeMap,
	}[name]
}

// example is the account that data sources describe.
var example = map[string]string{
	"account_id": "123456789012", "partition": "aws", "dns_suffix": "amazonaws.com", "name": "eu-west-1", "region": "eu-west-1",
	"json": `{"Version":"2012-10-17","Statement":[]}`, "minified_json": "{}",
}

func dataSource(arguments map[string]*schema.Schema) *schema.Resource {
	read := func(_ context.Context, d *schema.ResourceData, _ any) diag.Diagnostics {
		d.SetId("stub")
		for name, value := range example {
			if s, ok := arguments[name]; ok && s.Computed {
				_ = d.Set(name, value)
			}
		}
		return nil
	}
	return &schema.Resource{Schema: arguments, ReadContext: read}
}

// standIn is a resource that is created by remembering it.
func standIn(name string, arguments map[string]*schema.Schema) *schema.Resource {
	create := func(_ context.Context, d *schema.ResourceData, _ any) diag.Diagnostics {
		if d.Id() == "" {
			sum := sha256.Sum256(fmt.Append(nil, d.Get("name"), d.Get("function_name")))
			d.SetId(fmt.Sprintf("%s-%x", name, sum[:8]))
		}
		for n, s := range arguments {
			if s.Computed && s.Type == schema.TypeString && d.Get(n) == "" {
				_ = d.Set(n, "arn:aws:stub:eu-west-1:123456789012:"+name+"/"+n)
			}
		}
		return nil
	}
	nothing := func(context.Context, *schema.ResourceData, any) diag.Diagnostics { return nil }
	r := &schema.Resource{Schema: arguments, CreateContext: create, ReadContext: nothing, DeleteContext: nothing}
	for _, s := range arguments {
		if s.Optional || !s.Computed { // otherwise nothing can be updated, which the SDK insists on
			r.UpdateContext = create
		}
	}
	return r
}
