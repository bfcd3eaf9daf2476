package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// polish gives the whole tree of commands what cobra leaves to its users: help that fits 80
// columns, mistakes that are usage errors and say what to write instead.
func polish(root *cobra.Command) {
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped 80"))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w\nSee '%s --help'", flagMistake(cmd, err), cmd.CommandPath())
	})
	polishArguments(root)
}

func polishArguments(cmd *cobra.Command) {
	if cmd.HasSubCommands() && cmd.RunE == nil { // with one of its own it takes arguments too
		cmd.Args, cmd.RunE = knownCommand, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	if check := cmd.Args; check != nil {
		cmd.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usagef("%w\nSee '%s --help'", err, c.CommandPath())
			}
			return nil
		}
	}
	for _, c := range cmd.Commands() {
		polishArguments(c)
	}
}

// knownCommand refuses an argument where a command is expected.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return fmt.Errorf("%s has no command %q%s", cmd.CommandPath(), args[0], didYouMean(args[0], names))
}

// oneArgument demands exactly one argument and names what it is.
func oneArgument(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fmt.Errorf("name one %s; there are %d", what, len(args))
		}
		return nil
	}
}

// flagMistake says what is wrong with a flag in the words of its user.
func flagMistake(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		return fmt.Errorf("there is no flag --%s%s", unknown.GetSpecifiedName(), didYouMean("--"+unknown.GetSpecifiedName(), flagNames(cmd)))
	}
	var wrong *pflag.InvalidValueError
	if !errors.As(err, &wrong) {
		return err
	}
	flag := wrong.GetFlag()
	switch flag.Value.Type() {
	case "int":
		return fmt.Errorf("--%s: %q is no whole number", flag.Name, wrong.GetValue())
	case "duration":
		return fmt.Errorf("--%s: %q is no duration: write it as 90s, 10m or 24h", flag.Name, wrong.GetValue())
	}
	return fmt.Errorf("--%s: %w", flag.Name, wrong.Unwrap())
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}

// completes offers fixed words for a flag.
func completes(cmd *cobra.Command, flag string, words ...string) {
	completesFrom(cmd, flag, func() []string { return words })
}

// completesFrom is completes for words that cost something to find: only a shell that asks pays.
func completesFrom(cmd *cobra.Command, flag string, words func() []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words(), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // the flag does not exist: the command itself is broken
	}
}
