//go:build tools

// Package tools pins the language host for Python programs that goes with the CLI.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python"
