// Runs a program of examples/ through the Automation API, since Go's language host is in no registry: the test puts this
// file in the place of main.go. It prints what was done, by kind of step.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

func run(ctx context.Context, verb string) (any, error) {
	stack, err := auto.UpsertStackInlineSource(ctx, "test", "quickstart-go", assignments)
	if err != nil {
		return nil, err
	}
	switch verb {
	case "up":
		result, err := stack.Up(ctx)
		return result.Summary.ResourceChanges, err
	case "preview":
		result, err := stack.Preview(ctx)
		return result.ChangeSummary, err
	case "destroy":
		result, err := stack.Destroy(ctx)
		return result.Summary.ResourceChanges, err
	}
	return nil, fmt.Errorf("no such verb: %s", verb)
}

func main() {
	changes, err := run(context.Background(), os.Args[1])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(changes)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
