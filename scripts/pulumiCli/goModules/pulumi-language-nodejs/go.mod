module pulumi-language-nodejs

go 1.25.11

tool github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs

// The last release that carries the language host in this module; it runs current SDKs.
require github.com/pulumi/pulumi/sdk/v3 v3.68.0
