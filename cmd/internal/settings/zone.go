package settings

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // so that zones have the same names everywhere
)

// zones are the places that people mean by an abbreviation. Abbreviations are
// no names of zones: several zones share most of them.
var zones = map[string]string{
	"JST": "Asia/Tokyo", "KST": "Asia/Seoul", "IST": "Asia/Kolkata", "HKT": "Asia/Hong_Kong", "SGT": "Asia/Singapore",
	"CST": "America/Chicago", "CDT": "America/Chicago", "EDT": "America/New_York", "MDT": "America/Denver",
	"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "BRT": "America/Sao_Paulo",
	"BST": "Europe/London", "CEST": "Europe/Berlin", "EEST": "Europe/Helsinki", "MSK": "Europe/Moscow",
	"AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
}

// areas are the first part of the names of zones.
var areas = []string{"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}

// ParseZone reads the name of a time zone. The error suggests the zone of an
// abbreviation or of a city.
func ParseZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err == nil && name != "Local" {
		return zone, nil
	}
	if near := zoneOf(name); near != "" {
		return nil, fmt.Errorf("unknown time zone %q; did you mean %s?", name, near)
	}
	return nil, fmt.Errorf("unknown time zone %q: want a name such as Asia/Tokyo or Europe/Berlin", name)
}

// zoneOf returns the zone that is probably meant by a word, "" when none is.
func zoneOf(word string) string {
	if zone := zones[strings.ToUpper(word)]; zone != "" {
		return zone
	}
	city := titled(word[strings.LastIndex(word, "/")+1:])
	for _, area := range areas {
		if _, err := time.LoadLocation(area + "/" + city); err == nil && city != "" {
			return area + "/" + city
		}
	}
	return ""
}

// titled writes the name of a city as zones do: new york, New_York.
func titled(city string) string {
	words := strings.FieldsFunc(strings.ToLower(city), func(r rune) bool { return r == ' ' || r == '_' })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "_")
}

// ZoneNames returns some names of zones, for completion.
func ZoneNames() []string {
	return slices.Compact(slices.Sorted(maps.Values(zones)))
}
