// Command package makes what is deployed and released, the same bytes each
// time: from the same sources and the same version of Go, wherever and whenever.
//
//	package function [-rules DIR] [-accounts FILE] [-out DIR]
//
// writes trailnotify.zip, the package of the Lambda function, with its SBOM
// (trailnotify.cdx.json, CycloneDX) and SHA256SUMS. The package holds bootstrap,
// built for Linux on arm64; own rule files as rules/, for RULES_DIR=rules; names
// of accounts as accounts.yaml, for ACCOUNTS_FILE=accounts.yaml.
//
//	package unpacked [-rules DIR] [-accounts FILE] [-arch ARCH] -out DIR
//
// writes the same files side by side, as "sam build" wants them, or for another
// processor, to run them where they were built.
//
//	package release -version VERSION [-out DIR]
//
// writes every artefact of a release: the package, the Terraform module and the
// SAM template with the package inside, the command line for each system, SBOMs
// and SHA256SUMS.
//
// It runs in the module of the tools; -root says where the product is.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
)

// options are what the flags say.
type options struct {
	root     string // the checkout
	out      string // where to write
	rules    string // directory of own rule files; "" for none
	accounts string // file of account names; "" for none
	version  string // without v; "" outside a release
	arch     string // processor of the function, as Go calls it
}

var versionForm = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "package:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	commands := map[string]func(options) error{"function": function, "unpacked": unpacked, "release": release}
	if len(args) == 0 || commands[args[0]] == nil {
		return errors.New("want function, unpacked or release")
	}
	o, err := parse(args)
	if err != nil {
		return err
	}
	return commands[args[0]](o)
}

func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("package "+args[0], flag.ContinueOnError)
	flags.StringVar(&o.root, "root", "..", "`directory` of the checkout")
	flags.StringVar(&o.out, "out", "../dist", "`directory` to write to")
	o.arch = lambdaTarget.arch
	if args[0] == "unpacked" {
		flags.StringVar(&o.arch, "arch", o.arch, "`processor` to build for, as Go calls it")
	}
	if args[0] == "release" {
		flags.StringVar(&o.version, "version", "", "`version` of the release, such as 1.2.3")
	} else {
		flags.StringVar(&o.rules, "rules", "", "`directory` of own rule files")
		flags.StringVar(&o.accounts, "accounts", "", "YAML `file` of account names")
	}
	if err := flags.Parse(args[1:]); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("%s: no arguments are taken", flags.Arg(0))
	case args[0] == "release" && !versionForm.MatchString(o.version):
		return o, fmt.Errorf("-version: found %q, want a version such as 1.2.3", o.version)
	}
	return o, os.MkdirAll(o.out, 0o755)
}
