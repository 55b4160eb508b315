package facts

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// readers read what is in no single place, by their names in the table.
var readers = map[string]func(s source, add func(name, value string)){
	"@acl":       acl,
	"@entry":     entry,
	"@expires":   expires,
	"@grants":    grants,
	"@instances": instances,
	"@public":    publicActions,
	"@replica":   replica,
	"@rules":     rules,
	"@selectors": selectors,
	"@shared":    shared,
	"@switched":  switched,
	"@trail":     trailOptions,
	"@trusts":    trusts,
	"@unblocked": unblocked,
	"@without":   without,
}

// without says that somebody signed in without MFA who could have had it. A
// federated sign-in reports none, whatever the identity provider asked for.
func without(s source, add func(name, value string)) {
	kind := s.record.Field("userIdentity", "type")
	if s.record.Field("responseElements", "ConsoleLogin") == "Success" && s.record.Field("additionalEventData", "MFAUsed") == "No" && (kind == "IAMUser" || kind == "Root") {
		add("without", mfa)
	}
}

func switched(s source, add func(name, value string)) {
	add("role", s.record.Field("additionalEventData", "SwitchTo"))
}

// trailOptions reads what of a trail was switched off.
func trailOptions(s source, add func(name, value string)) {
	var off []string
	for _, name := range []string{"isMultiRegionTrail", "includeGlobalServiceEvents", "enableLogFileValidation"} {
		if s.request.Field(name) == "false" {
			off = append(off, name+"=false")
		}
	}
	add("options", strings.Join(off, " "))
}

// selectors reads what a trail leaves out from now on.
func selectors(s source, add func(name, value string)) {
	var list []struct {
		Management *bool  `json:"includeManagementEvents"`
		ReadWrite  string `json:"readWriteType"`
	}
	_ = json.Unmarshal(s.request.JSON("eventSelectors"), &list)
	var said []string
	for _, selector := range list[:min(len(list), most)] {
		if selector.Management != nil && !*selector.Management {
			said = append(said, "includeManagementEvents=false")
		}
		if selector.ReadWrite != "" && selector.ReadWrite != "All" {
			said = append(said, "readWriteType="+selector.ReadWrite)
		}
	}
	if s.request.JSON("advancedEventSelectors") != nil {
		var advanced []json.RawMessage
		_ = json.Unmarshal(s.request.JSON("advancedEventSelectors"), &advanced)
		said = append(said, fmt.Sprintf("advancedEventSelectors=%d", len(advanced)))
	}
	add("selectors", strings.Join(said, " "))
}

// shared reads whom a snapshot or an image is given to: accounts, or all.
func shared(s source, add func(name, value string)) {
	var with []string
	for _, key := range []string{"createVolumePermission", "launchPermission"} {
		var permission struct {
			Add struct {
				Items []struct{ UserID, Group string }
			}
		}
		_ = json.Unmarshal(s.request.JSON(key), &permission)
		for _, item := range permission.Add.Items {
			with = append(with, item.UserID, item.Group)
		}
	}
	var values []string
	_ = json.Unmarshal(s.request.JSON("valuesToAdd"), &values)
	add("principal", few(collect(append(with, values...), func(s string) string { return s }), ", "))
}

// instances reads which instances a call is about, and how many.
func instances(s source, add func(name, value string)) {
	type set struct {
		Items []struct {
			ID    string      `json:"instanceId"`
			Image string      `json:"imageId"`
			Most  json.Number `json:"maxCount"`
		} `json:"items"`
	}
	var asked, made set
	_ = json.Unmarshal(s.request.JSON("instancesSet"), &asked)
	_ = json.Unmarshal(s.response.JSON("instancesSet"), &made)
	number := strconv.Itoa(len(made.Items))
	if len(made.Items) == 0 && len(asked.Items) > 0 {
		number = asked.Items[0].Most.String()
	}
	if number != "0" {
		add("number", number)
	}
	if len(asked.Items) > 0 {
		add("image", asked.Items[0].Image)
	}
	var ids []string
	for _, item := range append(asked.Items, made.Items...) {
		ids = append(ids, item.ID)
	}
	add("instances", few(collect(ids, func(s string) string { return s }), ", "))
}

// expires reads after how many days the first rule of a lifecycle removes what
// is stored.
func expires(s source, add func(name, value string)) {
	var config struct{ Rule json.RawMessage }
	_ = json.Unmarshal(s.request.JSON("LifecycleConfiguration"), &config)
	type rule struct {
		Expiration struct{ Days json.Number }
	}
	for _, r := range oneOrMany[rule](config.Rule) {
		if days := r.Expiration.Days.String(); days != "" {
			add("days", days)
			return
		}
	}
}

// replica reads the bucket that objects are copied to.
func replica(s source, add func(name, value string)) {
	var config struct{ Rule json.RawMessage }
	_ = json.Unmarshal(s.request.JSON("ReplicationConfiguration"), &config)
	type rule struct{ Destination struct{ Bucket string } }
	add("target", few(collect(oneOrMany[rule](config.Rule), func(r rule) string { return r.Destination.Bucket }), ", "))
}
