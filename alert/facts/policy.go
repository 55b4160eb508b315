package facts

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// A statement is one of a policy, with what everybody or everything is about.
type statement struct {
	Effect      string
	Action      texts
	NotAction   texts
	Resource    texts
	NotResource texts
	Principal   principal
	Condition   json.RawMessage
}

// texts is a text or a list of texts.
type texts []string

// UnmarshalJSON reads both forms. What is of neither form is left out.
func (t *texts) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*t = texts{one}
		return nil
	}
	_ = json.Unmarshal(data, (*[]string)(t))
	return nil
}

// principal is "*", or texts by their kind.
type principal struct{ anybody, accounts texts }

// UnmarshalJSON reads both forms. Services and identity providers aren't kept:
// an account that is let in is what matters.
func (p *principal) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, new(string)) == nil {
		return p.anybody.UnmarshalJSON(data)
	}
	var kinds struct{ AWS texts }
	_ = json.Unmarshal(data, &kinds)
	p.accounts = kinds.AWS
	return nil
}

// all are the principals that a statement lets in.
func (p principal) all() []string { return append(slices.Clone(p.anybody), p.accounts...) }

func (s statement) allows() bool { return s.Effect == "Allow" }

func (s statement) unconditional() bool {
	return len(s.Condition) == 0 || string(s.Condition) == "null"
}

// statements reads a policy, which is logged as an object or as a text that
// holds one. One statement need not be in a list.
func (s source) statements(keys ...string) []statement {
	for _, key := range keys {
		raw := s.request.JSON(key)
		var text string
		if json.Unmarshal(raw, &text) == nil {
			raw = []byte(text)
		}
		var policy struct{ Statement json.RawMessage }
		if json.Unmarshal(raw, &policy) != nil || len(policy.Statement) == 0 {
			continue
		}
		return oneOrMany[statement](policy.Statement)
	}
	return nil
}

// wholeService is every action, or every action of a service.
var wholeService = regexp.MustCompile(`^([a-zA-Z0-9-]+:)?\*$`)

// grants reads which whole services a policy of IAM allows on everything: "*"
// is an administrator.
func grants(s source, add func(name, value string)) {
	var wide []string
	for _, st := range s.statements("policyDocument") {
		if !st.allows() || !st.unconditional() || !slices.Contains(st.Resource, "*") && len(st.NotResource) == 0 {
			continue
		}
		for _, action := range st.Action {
			if wholeService.MatchString(action) {
				wide = append(wide, action)
			}
		}
		if len(st.NotAction) > 0 {
			wide = append(wide, "*")
		}
	}
	slices.Sort(wide)
	add("grants", few(slices.Compact(wide), ", "))
}

// trusts reads which accounts and principals a policy of a role, a key or a
// secret lets in; "*" is everybody.
func trusts(s source, add func(name, value string)) {
	var in []string
	for _, st := range s.statements("assumeRolePolicyDocument", "policyDocument", "policy", "resourcePolicy") {
		if st.allows() {
			for _, p := range st.Principal.all() {
				if p == "*" && !st.unconditional() {
					p = "*?" // somebody that the condition lets in
				}
				in = append(in, p)
			}
		}
	}
	slices.Sort(in)
	add("trusts", few(slices.Compact(in), ", "))
}

// publicActions reads what the policy of a bucket allows everybody.
func publicActions(s source, add func(name, value string)) {
	var actions []string
	for _, st := range s.statements("bucketPolicy", "policy") {
		if st.allows() && st.unconditional() && slices.Contains(st.Principal.all(), "*") {
			actions = append(actions, st.Action...)
		}
	}
	slices.Sort(actions)
	add("public", few(slices.Compact(actions), ", "))
}

// acl reads what an ACL of S3 lets everybody do, or everybody who has an
// account of AWS.
func acl(s source, add func(name, value string)) {
	var canned texts
	_ = json.Unmarshal(s.request.JSON("x-amz-acl"), &canned)
	var policy struct {
		List struct {
			Grant json.RawMessage
		} `json:"AccessControlList"`
	}
	_ = json.Unmarshal(s.request.JSON("AccessControlPolicy"), &policy)
	type grant struct {
		Grantee    struct{ URI string }
		Permission string
	}
	var open []string
	for _, name := range canned {
		add("acl", name)
		if strings.HasPrefix(name, "public-") || name == "authenticated-read" {
			open = append(open, name)
		}
	}
	for _, g := range oneOrMany[grant](policy.List.Grant) {
		if strings.HasSuffix(g.Grantee.URI, "/groups/global/AllUsers") || strings.HasSuffix(g.Grantee.URI, "/groups/global/AuthenticatedUsers") {
			open = append(open, g.Permission)
		}
	}
	slices.Sort(open)
	add("public", few(slices.Compact(open), ", "))
}

// unblocked reads which blocks of public access are switched off.
func unblocked(s source, add func(name, value string)) {
	block := s.request.Object("PublicAccessBlockConfiguration")
	var off []string
	for _, name := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
		if block.Field(name) == "false" {
			off = append(off, name)
		}
	}
	add("public", strings.Join(off, ", "))
}

// oneOrMany reads what is logged as a list, or by itself where there is one.
func oneOrMany[T any](raw json.RawMessage) []T {
	var list []T
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var one T
	_ = json.Unmarshal(raw, &one)
	return []T{one}
}
