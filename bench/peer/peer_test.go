package peer

import (
	"fmt"
	"strings"
	"testing"

	"trailnotify/bench/records"
	"trailnotify/bench/ruleset"
	"trailnotify/pattern"
)

func rulesOf(t *testing.T, n int) []ruleset.Rule {
	t.Helper()
	set, err := ruleset.Of(n)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func compiled(sources ...string) []ruleset.Rule {
	var set []ruleset.Rule
	for i, source := range sources {
		set = append(set, ruleset.Rule{Name: fmt.Sprintf("rule%d", i), Pattern: pattern.MustCompile(source)})
	}
	return set
}

// edges are records on which a careless translation differs.
var edges = []string{
	`{}`,
	`{"eventName":null,"errorCode":null}`,
	`{"eventName":["CreateTrail"]}`,
	`{"eventName":5,"awsRegion":5}`,
	`{"eventName":{"CreateTrail":1}}`,
	`{"eventName":"CreateThing"}`,
	`{"eventName":"CreateThing","awsRegion":"eu-west-1"}`,
	`{"eventName":"CreateThing","awsRegion":12}`,
	`{"eventName":"CreateThing","awsRegion":null}`,
	`{"eventName":"CreateThing","awsRegion":true}`,
	`{"eventName":"CreateThing","awsRegion":["eu-west-1"]}`,
	`{"eventName":"CreateThing","awsRegion":""}`,
	`{"userIdentity":{"type":"Root"},"eventType":"AwsApiCall"}`,
	`{"userIdentity":{"type":"Root"}}`,
	`{"userIdentity":{"type":"Root","invokedBy":null},"eventType":"AwsApiCall"}`,
	`{"userIdentity":{"type":"Root","invokedBy":"x"},"eventType":"AwsApiCall"}`,
	`{"userIdentity":"Root","eventType":"AwsApiCall"}`,
	`{"userIdentity.type":"Root","eventType":"AwsApiCall"}`,
	`{"errorCode":"Client.UnauthorizedOperation"}`,
	`{"errorCode":"AccessDeniedException"}`,
	`{"errorCode":"NotAccessDenied"}`,
	`{"eventName":"ConsoleLogin","additionalEventData":{"MFAUsed":"No"},"userIdentity":{"type":"IAMUser"},"responseElements":{"ConsoleLogin":"Success"}}`,
	`{"eventName":"ConsoleLogin","additionalEventData":{},"userIdentity":{"type":"IAMUser"},"responseElements":{"ConsoleLogin":"Success"}}`,
	`{"eventName":"ConsoleLogin","additionalEventData":null,"userIdentity":{"type":"IAMUser"},"responseElements":{"ConsoleLogin":"Success"}}`,
}

// sample is generated records and the edges.
func sample(t *testing.T) [][]byte {
	t.Helper()
	all, err := records.Generated(300)
	if err != nil {
		t.Fatal(err)
	}
	for _, edge := range edges {
		all = append(all, []byte(edge))
	}
	return all
}

// structures are patterns of shapes that the controls don't have.
var structures = []string{
	`{ $.errorCode != "AccessDenied*" && $.errorCode != "NoSuchKey" }`,
	`{ ($.eventName = "CreateThing") || ($.userIdentity.invokedBy NOT EXISTS && $.eventType = "AwsApiCall") }`,
	`{ ($.awsRegion = "eu*" || $.awsRegion = "us*") && ($.eventName = "*Thing" || $.userIdentity.type != "Root") }`,
	`{ $.eventName = "say \"hello\" \\ to" }`,
}

func TestEngines_AgreeWithTheProduct(t *testing.T) {
	all := sample(t)
	for name, set := range map[string][]ruleset.Rule{"15": rulesOf(t, 15), "45": rulesOf(t, 45), "structures": compiled(structures...)} {
		want := Explained(set, all)
		for _, e := range append([]Engine{Own}, Engines...) {
			t.Run(name+" "+e.Name, func(t *testing.T) {
				match, err := e.New(set)
				if err != nil {
					t.Fatal(err)
				}
				if err := Compare(e.Name, set, all, match.All(all), want); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestInPlace_AgreesAndSaysWhatItRefuses(t *testing.T) {
	all := sample(t)
	all = append(all, []byte(`{"eventName":"\u0043reateTrail"}`), []byte(`{ "eventName" : "CreateTrail" }`))
	payloads, err := records.Payloads(all, 100)
	if err != nil {
		t.Fatal(err)
	}
	set := rulesOf(t, 45)
	p, err := NewInPlace(set, payloads, all)
	if err != nil {
		t.Fatal(err)
	}
	got, refused := p.All()
	if err := Compare(InPlaceName, set, all, got, Explained(set, all)); err != nil {
		t.Error(err)
	}
	if refused < 1 || refused > len(all)/2 {
		t.Errorf("%d records of %d refused, want the last and few others", refused, len(all))
	}
	if _, err := NewInPlace(set, payloads, all[1:]); err == nil {
		t.Error("no error of fewer records than the payloads hold")
	}
}

func TestSample_IsMatchedByManyControls(t *testing.T) {
	set := rulesOf(t, 15)
	matched := map[int]int{}
	for _, found := range Explained(set, sample(t)) {
		for _, n := range found {
			matched[n]++
		}
	}
	if len(matched) < 8 {
		t.Errorf("the sample is matched by %d rules of %d: too few to tell engines apart", len(matched), len(set))
	}
}

func TestTypicalLambda_CountsTheSame(t *testing.T) {
	all := sample(t)
	set := rulesOf(t, 15)
	want := 0
	for _, found := range Explained(set, all) {
		want += len(found)
	}
	payloads, err := records.Payloads(all, len(all))
	if err != nil {
		t.Fatal(err)
	}
	function, err := TypicalLambda(set)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := function(payloads[0].Event); err != nil || got != want || want == 0 {
		t.Errorf("%d matches, want %d: %v", got, want, err)
	}
	if _, err := function([]byte(`{"awslogs":{"data":"e30="}}`)); err == nil {
		t.Error("no error of a payload that is not gzip")
	}
}

func TestCompare_NamesRecordAndRule(t *testing.T) {
	set := compiled(`{ $.a = "x" }`, `{ $.a = "y" }`)
	all := [][]byte{[]byte(`{"a":"x"}`), []byte(`{"a":"y"}`)}
	err := Compare("peer", set, all, [][]int{{0}, {}}, [][]int{{0}, {1}})
	if err == nil || !strings.Contains(err.Error(), `peer says that rule rule1 matches: false, it should be true, record 2: {"a":"y"}`) {
		t.Errorf("error %v", err)
	}
	if err := Compare("peer", set, all, [][]int{{0}}, [][]int{{0}, {1}}); err == nil {
		t.Error("no error where a record is not answered for")
	}
	if err := Compare("peer", set, all, [][]int{{0}, {1, 1}}, [][]int{{0}, {1}}); err == nil {
		t.Error("no error where a rule is named twice")
	}
}

func TestRead_RefusesWhatIsNotTranslated(t *testing.T) {
	for _, source := range []string{
		`{ $.a = 5 }`, `{ $.a = "5*" }`, `{ $.a = "*" }`, `{ $.a = "x*y" }`, `{ $.a > 1 }`, `{ $.a IS TRUE }`,
		`{ $.a[0] = "x" }`, `{ $.['a.b'] = "x" }`, `{ $.a = %x% }`, `term`, `[a, b]`,
	} {
		if _, err := read(compiled(source)); err == nil || !strings.Contains(err.Error(), "rule0") {
			t.Errorf("%s: error %v", source, err)
		}
	}
}

func TestRulerRules(t *testing.T) {
	for source, want := range map[string]string{
		`{ $.a = "x" || $.a = "y*" || $.a = "*z" }`:                 `{"a":["x",{"prefix":"y"},{"suffix":"z"}]}`,
		`{ $.a.b = "x" && $.a.c NOT EXISTS && $.d != "y" }`:         `{"a":{"b":["x"],"c":[{"exists":false}]},"d":[{"anything-but":["y"]}]}`,
		`{ $.a = "x" && ($.b = "y" || ($.c = "z" && $.d != "w")) }`: `{"$or":[{"b":["y"]},{"c":["z"],"d":[{"anything-but":["w"]}]}],"a":["x"]}`,
		`{ $.a != "x" && $.a != "y" }`:                              `{"a":[{"anything-but":["x","y"]}]}`,
	} {
		if got, err := rulerRules(compiled(source)); err != nil || strings.TrimSpace(string(got)) != want {
			t.Errorf("%s\n got %s %v\nwant %s", source, got, err, want)
		}
	}
}

func TestRulerRules_NameWhatCannotBeSaid(t *testing.T) {
	for source, want := range map[string]string{
		`{ $.a = "x" && $.a != "y" }`: "twice in one conjunction",
		`{ $.a != "x*" }`:             "with a wildcard is not translated",
		`{ ($.a = "x" || $.b = "y") && ($.c = "x" || $.d = "y") }`: "one $or",
		`{ $.a = "x" && $.a.b = "y" }`:                             "a field below it",
		`{ $.a.b = "x" && $.a = "y" }`:                             "twice in one conjunction",
	} {
		if _, err := rulerRules(compiled(source)); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "rule0") {
			t.Errorf("%s: error %v", source, err)
		}
	}
}

func TestRulerRules_SayAllControls(t *testing.T) {
	if _, err := rulerRules(rulesOf(t, 1000)); err != nil {
		t.Error(err)
	}
}

func TestPythonRules(t *testing.T) {
	for source, want := range map[string]string{
		`{ $.a = "x" || $.a = "y" || $.a = "z*" }`: `type(v := r.get("a", MISSING)) is str and (v in {"x", "y"} or v.startswith("z"))`,
		`{ $.a.b != "x" && $.c NOT EXISTS }`:       `(type(v := at(r, "a", "b")) in COMPARABLE and not (v == "x")) and (r.get("c", MISSING) is MISSING)`,
		`{ $.a != "*x" }`:                          `type(v := r.get("a", MISSING)) in COMPARABLE and not (str(v).endswith("x"))`,
	} {
		got, err := pythonRules(compiled(source))
		if err != nil || !strings.Contains(string(got), "\n    return "+want+"\n") || !strings.Contains(string(got), "RULES = [rule_0]") {
			t.Errorf("%s\n got %s %v\nwant %s", source, got, err, want)
		}
	}
}
