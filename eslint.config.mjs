import eslint from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

// Imports point down only: each layer names what it must never reach.
const layers = [
  {
    files: ["provider/arm/**"],
    forbidden: [
      "../apim/*",
      "../certificate/*",
      "../gatewayKeyRotation/*",
      "../gatewayToken/*",
      "../pkcs12/*",
      "@pulumi/*",
    ],
  },
  {
    files: ["provider/apim/**"],
    forbidden: ["../certificate/*", "../gatewayKeyRotation/*", "../gatewayToken/*", "../pkcs12/*", "@pulumi/*"],
  },
  {
    files: ["provider/pkcs12/**"],
    forbidden: [
      "../apim/*",
      "../arm/*",
      "../certificate/*",
      "../gatewayKeyRotation/*",
      "../gatewayToken/*",
      "@pulumi/*",
    ],
  },
  {
    files: [
      "provider/**/lifecycle.ts",
      "provider/**/state.ts",
      "provider/config.ts",
      "provider/credential.ts",
      "provider/errors.ts",
    ],
    forbidden: ["@pulumi/*"],
  },
  { files: ["emulator/**"], forbidden: ["**/provider/*", "**/provider/**", "@pulumi/*", "@azure/*"] },
];

// They import azure-native, which is not installed here; the end-to-end tests check their types where it is.
const withAzureNative = ["with-azure-native", "key-vault-certificate", "migrate-from-azure-native"];

export default defineConfig(
  globalIgnores([
    "dist/",
    "docs/api/",
    "coverage/",
    "node_modules/",
    ...withAzureNative.map((name) => `examples/${name}/`),
  ]),
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-params": ["error", 3],
      "max-lines": ["error", { max: 220, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-confusing-void-expression": "off",
    },
  },
  {
    files: ["tests/**/*.ts", "scripts/**/*.ts"],
    rules: { "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: {
      globals: {
        require: "readonly",
        process: "readonly",
        module: "writable",
        __dirname: "readonly",
        console: "readonly",
      },
    },
  },
  ...layers.map(({ files, forbidden }) => ({
    files,
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ group: forbidden, message: "Imports point down only." }] }],
    },
  })),
);
