package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// function writes the package of the function, its SBOM and their checksums.
func function(o options) error {
	files, err := contents(o)
	if err != nil {
		return err
	}
	pack, err := archive(files)
	if err != nil {
		return err
	}
	sbom, err := billOfMaterials("trailnotify", "", files[0].data)
	if err != nil {
		return err
	}
	artefacts := []file{{name: "trailnotify.zip", data: pack}, {name: "trailnotify.cdx.json", data: sbom}}
	return write(o.out, append(artefacts, checksums(artefacts))...)
}

// unpacked writes the files of the package side by side.
func unpacked(o options) error {
	files, err := contents(o)
	if err != nil {
		return err
	}
	return write(o.out, files...)
}

// contents are the files of the package, bootstrap first.
func contents(o options) ([]file, error) {
	own, err := ownFiles(o)
	if err != nil {
		return nil, err
	}
	program := lambdaTarget
	program.arch = o.arch
	bootstrap, err := build(o.root, program)
	if err != nil {
		return nil, err
	}
	return append([]file{{name: "bootstrap", executable: true, data: bootstrap}}, own...), nil
}

// ownFiles are the rule files and the account names of whoever deploys.
func ownFiles(o options) ([]file, error) {
	files, err := checkedRules(o)
	if err != nil {
		return nil, err
	}
	if o.accounts != "" {
		data, err := os.ReadFile(o.accounts)
		if err != nil {
			return nil, fmt.Errorf("reading the account names: %w", err)
		}
		files = append(files, file{name: "accounts.yaml", data: data})
	}
	return files, nil
}

// checkedRules are the rule files, once the product has loaded them.
func checkedRules(o options) ([]file, error) {
	if o.rules == "" {
		return nil, nil
	}
	files, err := ruleFiles(o.rules)
	if err != nil {
		return nil, err
	}
	return files, checkRules(o.root, o.rules)
}

// ruleFiles are the files that the function would read in a directory of rules:
// those with the ending of a rule file, none that is hidden.
func ruleFiles(dir string) ([]file, error) {
	var files []file
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		hidden := name != "." && strings.HasPrefix(path.Base(name), ".")
		switch {
		case err != nil:
			return err
		case hidden && entry.IsDir():
			return fs.SkipDir
		case hidden || entry.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(name)):
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		files = append(files, file{name: path.Join("rules", name), data: data})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the rules: %w", err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("reading the rules: %s holds no file with the ending .yaml, .yml or .json", dir)
	}
	return files, nil
}

// checkRules lets the product itself load the rules and prove them by their
// records, so that a package whose function could not start is never made.
func checkRules(root, dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	cmd := exec.Command("go", "run", "./cmd/trailnotify", "check", dir)
	cmd.Dir = root
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("checking the rules in %s: %w\n%s", dir, err, said)
	}
	return nil
}
