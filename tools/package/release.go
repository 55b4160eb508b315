package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// systems are those that the command line is released for.
var systems = []struct{ os, arch string }{
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"windows", "amd64"},
	{"windows", "arm64"},
}

// release writes every artefact of a release.
func release(o options) error {
	prefix := "trailnotify_" + o.version
	bootstrap, err := build(o.root, lambdaTarget)
	if err != nil {
		return err
	}
	artefacts, err := functionArtefacts(o.root, prefix, bootstrap)
	if err != nil {
		return err
	}
	bom, err := billOfMaterials("trailnotify", o.version, bootstrap)
	if err != nil {
		return err
	}
	artefacts = append(artefacts, file{name: prefix + "_lambda.cdx.json", data: bom})
	commands, err := commandArtefacts(o, prefix)
	if err != nil {
		return err
	}
	artefacts = append(artefacts, commands...)
	return write(o.out, append(artefacts, checksums(artefacts))...)
}

// functionArtefacts are the package, and the two ways to deploy it with the
// package inside.
func functionArtefacts(root, prefix string, bootstrap []byte) ([]file, error) {
	shared, err := pick(root, "LICENSE", "deploy/MIGRATION.md")
	if err != nil {
		return nil, err
	}
	pack, err := archive([]file{{name: "bootstrap", executable: true, data: bootstrap}})
	if err != nil {
		return nil, err
	}
	shared = append(shared, file{name: "trailnotify.zip", data: pack})
	module, err := tree(filepath.Join(root, "deploy", "terraform"))
	if err != nil {
		return nil, err
	}
	templates, err := pick(root, "deploy/sam/compliance.yaml")
	if err != nil {
		return nil, err
	}
	template, err := packagedTemplate(filepath.Join(root, "deploy", "sam", "template.yaml"))
	if err != nil {
		return nil, err
	}
	artefacts := []file{{name: prefix + "_lambda_arm64.zip", data: pack}}
	for name, files := range map[string][]file{"_terraform.zip": module, "_sam.zip": append(templates, template)} {
		data, err := archive(slices.Concat(shared, files))
		if err != nil {
			return nil, err
		}
		artefacts = append(artefacts, file{name: prefix + name, data: data})
	}
	slices.SortFunc(artefacts, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return artefacts, nil
}

// commandArtefacts are the command line for each system and its SBOM.
func commandArtefacts(o options, prefix string) ([]file, error) {
	licence, err := pick(o.root, "LICENSE")
	if err != nil {
		return nil, err
	}
	var artefacts []file
	var program []byte
	for _, s := range systems {
		program, err = build(o.root, target{pkg: "./cmd/trailnotify", os: s.os, arch: s.arch, version: o.version})
		if err != nil {
			return nil, err
		}
		name := "trailnotify"
		if s.os == "windows" {
			name += ".exe"
		}
		data, err := archive(append([]file{{name: name, executable: true, data: program}}, licence...))
		if err != nil {
			return nil, err
		}
		artefacts = append(artefacts, file{name: fmt.Sprintf("%s_%s_%s.zip", prefix, s.os, s.arch), data: data})
	}
	bom, err := billOfMaterials("trailnotify", o.version, program)
	return append(artefacts, file{name: prefix + "_cli.cdx.json", data: bom}), err
}

// pick are single files of the checkout, by their last names.
func pick(root string, names ...string) ([]file, error) {
	var files []file
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: path.Base(name), data: data})
	}
	return files, nil
}

// tree are the files of the module that users need: no tests, nothing hidden,
// no package from an earlier build.
func tree(dir string) ([]file, error) {
	var files []file
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		left := name == "tests" || name != "." && strings.HasPrefix(path.Base(name), ".")
		switch {
		case err != nil:
			return err
		case left && entry.IsDir():
			return fs.SkipDir
		case left || entry.IsDir() || name == "trailnotify.zip" || strings.Contains(name, ".tfstate"):
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		files = append(files, file{name: name, data: data})
		return err
	})
	return files, err
}

// packagedTemplate is the SAM template with the package in place of the sources.
func packagedTemplate(name string) (file, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return file{}, err
	}
	const sources, pack = "\n      CodeUri: .\n", "\n      CodeUri: trailnotify.zip\n"
	if bytes.Count(data, []byte(sources)) != 1 {
		return file{}, fmt.Errorf("%s: want %q once, to put the package there", name, strings.TrimSpace(sources))
	}
	return file{name: "template.yaml", data: bytes.Replace(data, []byte(sources), []byte(pack), 1)}, nil
}
