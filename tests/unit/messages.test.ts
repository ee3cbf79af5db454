import { readFileSync } from "node:fs";
import { collectTexts } from "../../scripts/messages/collectTexts";
import { messageFile, messageList, messagesOfProduct } from "../../scripts/messages/messageList";

interface Rule {
  readonly name: string;
  readonly forbidden: RegExp;
  /** What is looked at: the words, or the expressions that are filled in. @defaultValue `words` */
  readonly part?: "words" | "filled in";
  /** Where it does not hold: Azure's own words, which the emulator repeats. */
  readonly except?: RegExp;
}

const azures = /^emulator\/(?!control|emulatorCommand|state\/stateFile|tls|startEmulator)/;

const rules: readonly Rule[] = [
  { name: "no exclamation mark, no dots for a pause, no double space", forbidden: /!(?!=)|\.\.\.|\S {2}/ },
  {
    name: "no apology, no courtesy, no filler",
    forbidden: /\b(please|sorry|oops|unfortunately|simply|just try)\b/i,
    except: azures,
  },
  { name: "no contraction, no Latin abbreviation", forbidden: /n't\b|\b(e\.g|i\.e|etc|viz)\./ },
  { name: "no name of a JavaScript value or error", forbidden: /\b(undefined|NaN|\w*Error:)|\[object/ },
  { name: "no stack trace", part: "filled in", forbidden: /\bstack\b/ },
  {
    name: "nothing secret is filled in",
    part: "filled in",
    forbidden: /(^|\.)(password|clientSecret|secret|token|bearer|pfx|primary|secondary)$/i,
  },
  { name: "values stand in straight double quotes", forbidden: /'\$\{|[“”‘’]/, except: azures },
  {
    name: "commands stand in backticks",
    forbidden: /(?<!`[^`]*)\b(pulumi (up|refresh|config|state|stack)|az (login|cloud|lock|provider|account)) ?\b/,
  },
  {
    name: "spelling is British",
    forbidden:
      /\b(color|behavior|canceled|center|license|(initial|recogn|serial|organ|normal|minim|real)iz(e|ed|ing|ation))\b/,
    except: azures,
  },
];

/** Expressions hold braces one deep at most. */
const filledIn = /\$\{((?:[^{}]|\{[^{}]*\})*)\}/g;

function partsOf(text: string, part: Rule["part"]): string[] {
  if (part === "filled in") return [...text.matchAll(filledIn)].map(([, expression]) => expression ?? "");
  return [text.replace(filledIn, "${}")];
}

const messages = messagesOfProduct().flatMap(({ path, texts }) => texts.map((text) => ({ path, text })));

describe("messages", () => {
  it("their list is up to date: npm run docs:messages writes it", () =>
    expect(readFileSync(messageFile, "utf8")).toBe(messageList()));

  it.each(rules)("every message: $name", ({ forbidden, part, except }) => {
    const offending = messages.filter(
      ({ path, text }) => except?.test(path) !== true && partsOf(text, part).some((found) => forbidden.test(found)),
    );
    expect(offending).toEqual([]);
  });

  it("there are hundreds, of every layer", () => {
    expect(messages.length).toBeGreaterThan(300);
    for (const layer of [
      "provider/arm/",
      "provider/certificate/",
      "provider/cli/",
      "provider/pkcs12/",
      "emulator/control/",
    ]) {
      expect(messages.some(({ path }) => path.startsWith(layer))).toBe(true);
    }
  });
});

describe("collecting texts", () => {
  it.each([
    { what: "a literal", source: 'say("it is so");', texts: ["it is so"] },
    { what: "a template", source: "say(`it is ${what} today`);", texts: ["it is ${what} today"] },
    { what: "a concatenation", source: 'say("it is " + `so ${much}`);', texts: ["it is so ${much}"] },
    {
      what: "a text within a template",
      source: 'say(`it is ${a ? "as it was" : b}`);',
      texts: ['it is ${a ? "as it was" : b}', "as it was"],
    },
    { what: "fewer than three words", source: 'say("so be");', texts: [] },
    { what: "imports and types", source: 'import "a b c"; let x: "one of these";', texts: [] },
  ])("$what", ({ source, texts }) => expect(collectTexts("x.ts", source)).toEqual(texts));
});
