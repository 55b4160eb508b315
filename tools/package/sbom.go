package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"
)

// A bill is a CycloneDX bill of materials, as far as Go knows its parts. It has
// no time stamp and no serial number: the same program has the same bill.
type bill struct {
	Format      string      `json:"bomFormat"`
	SpecVersion string      `json:"specVersion"`
	Version     int         `json:"version"`
	Metadata    metadata    `json:"metadata"`
	Components  []component `json:"components"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Ref     string `json:"bom-ref"`
	Type    string `json:"type"` // application or library
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	PURL    string `json:"purl,omitempty"`
}

// billOfMaterials reads out of a Go program which modules are in it, the
// standard library included.
func billOfMaterials(name, version string, program []byte) ([]byte, error) {
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		return nil, fmt.Errorf("reading what %s was built from: %w", name, err)
	}
	b := bill{
		Format: "CycloneDX", SpecVersion: "1.5", Version: 1,
		Metadata:   metadata{component{Ref: name, Type: "application", Name: name, Version: version}},
		Components: []component{library(debug.Module{Path: "std", Version: strings.TrimPrefix(info.GoVersion, "go")})},
	}
	for _, module := range info.Deps {
		if module.Replace != nil {
			module = module.Replace
		}
		b.Components = append(b.Components, library(*module))
	}
	data, err := json.MarshalIndent(b, "", "  ")
	return append(data, '\n'), err
}

func library(m debug.Module) component {
	purl := "pkg:golang/" + m.Path + "@" + m.Version
	return component{Ref: purl, Type: "library", Name: m.Path, Version: m.Version, PURL: purl}
}
