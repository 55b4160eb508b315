package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// regions are the regions of AWS that completion offers. Any other region is
// accepted as well.
var regions = []string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
	"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
	"ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
	"eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
	"sa-east-1", "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2",
}

// completeValues lets the shell complete a flag from a fixed list.
func completeValues(cmd *cobra.Command, flag string, values ...string) {
	completeFlag(cmd, flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

func completeFlag(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // the flag is not declared: a fault of the program
	}
}

// completeRules offers the names of the rules that the flags choose, with their
// descriptions. Of rules that can't be loaded it offers none.
func completeRules(f *ruleFlags, p process) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		set, err := f.loadQuietly(p)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var names []cobra.Completion
		for _, rule := range set.Rules() {
			names = append(names, cobra.CompletionWithDesc(rule.Name, rule.Description))
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}

// noStrayFiles keeps the shell from offering file names for arguments and flags
// that do not name files.
func noStrayFiles(cmd *cobra.Command) {
	if cmd.Args != nil && cmd.Args(cmd, nil) == nil && cmd.ValidArgsFunction == nil {
		cmd.ValidArgsFunction = cobra.NoFileCompletions // it takes no arguments
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		_, completed := cmd.GetFlagCompletionFunc(f.Name)
		if _, file := f.Annotations[takesFile]; !file && !completed && f.Annotations[cobra.BashCompSubdirsInDir] == nil {
			completeFlag(cmd, f.Name, cobra.NoFileCompletions)
		}
	})
}

// takesFile marks flags whose values are names of files.
const takesFile = "trailnotify_file"

func markFile(cmd *cobra.Command, flag string) {
	if err := cmd.Flags().SetAnnotation(flag, takesFile, []string{"true"}); err != nil {
		panic(err) // the flag is not declared: a fault of the program
	}
}
