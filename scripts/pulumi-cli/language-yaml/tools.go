//go:build tools

// Package tools pins the language host for YAML programs that goes with the CLI.
package tools

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
