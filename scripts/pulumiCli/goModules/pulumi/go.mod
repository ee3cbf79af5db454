module pulumi-cli

go 1.25.11

tool github.com/pulumi/pulumi/pkg/v3/cmd/pulumi

require github.com/pulumi/pulumi/pkg/v3 v3.257.0

// The CLI's own replacement: `go install pkg@version` refuses a module that has one, hence this module.
replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e
