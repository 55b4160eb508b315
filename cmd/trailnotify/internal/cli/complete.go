package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Regions are the regions of AWS that completion offers. Any other region is
// accepted as well.
var Regions = []string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
	"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
	"ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
	"eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1",
	"sa-east-1", "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2",
}

// CompleteValues lets the shell complete a flag from a fixed list.
func CompleteValues(cmd *cobra.Command, flag string, values ...string) {
	CompleteFlag(cmd, flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// CompleteFlag lets the shell complete a flag.
func CompleteFlag(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // the flag is not declared: a fault of the program
	}
}

// NoStrayFiles keeps the shell from offering file names for arguments and flags
// that do not name files.
func NoStrayFiles(cmd *cobra.Command) {
	if cmd.Args != nil && cmd.Args(cmd, nil) == nil && cmd.ValidArgsFunction == nil {
		cmd.ValidArgsFunction = cobra.NoFileCompletions // it takes no arguments
	}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		_, completed := cmd.GetFlagCompletionFunc(f.Name)
		if _, file := f.Annotations[takesFile]; !file && !completed && f.Annotations[cobra.BashCompSubdirsInDir] == nil {
			CompleteFlag(cmd, f.Name, cobra.NoFileCompletions)
		}
	})
}

// takesFile marks flags whose values are names of files.
const takesFile = "trailnotify_file"

// MarkFile lets the shell complete a flag with names of files.
func MarkFile(cmd *cobra.Command, flag string) {
	if err := cmd.Flags().SetAnnotation(flag, takesFile, []string{"true"}); err != nil {
		panic(err) // the flag is not declared: a fault of the program
	}
}
