// What a template says of itself: the manifest, as docs/templates.md describes it.
import type { IdentifierKind } from './identifier.ts';
import type { Text } from './text.ts';

/** Choices of structural options, by option. */
export interface Choices {
  readonly [option: string]: string;
}

/** What is decided before the contract is compiled. */
export interface OptionRow {
  readonly title: Text;
  readonly help?: Text;
  /** Titles of the values, two or more; their order numbers them. */
  readonly values: { readonly [value: string]: Text };
  readonly default: string;
}

export interface PartyRow {
  readonly title: Text;
  readonly help?: Text;
  readonly ids: readonly IdentifierKind[];
  readonly optional?: boolean;
  /** It is there with these choices only. */
  readonly only?: Choices;
}

/** What a text among the values means. */
export const MEANINGS = [
  'text',
  'money',
  'currency',
  'date',
  'moment',
  'percent',
  'decimal',
  'integer',
  'boolean',
  'hash',
  'reference',
  'uetr',
  'token',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** One value that is asked for: a schema of JSON Schema 2020-12 with what makes it a question. */
export interface Field {
  readonly type: 'string' | 'integer' | 'boolean';
  readonly 'x-type': Meaning;
  readonly 'x-title': Text;
  readonly 'x-help'?: Text;
  readonly 'x-example'?: string | number | boolean;
  readonly 'x-labels'?: { readonly [value: string]: Text };
  /** Whenever it is asked for it must be there, though `required` does not list it: it is asked for with some choices only. */
  readonly 'x-needed'?: true;
  readonly 'x-minimum'?: string;
  readonly 'x-maximum'?: string;
  readonly default?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly only?: Choices;
}

/** Several of the same kind. */
export interface ListField {
  readonly type: 'array';
  readonly 'x-title': Text;
  readonly 'x-help'?: Text;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items: Fields;
  readonly only?: Choices;
}

export interface Fields {
  readonly type: 'object';
  readonly required: readonly string[];
  readonly properties: { readonly [name: string]: Field };
}

export interface Parameters {
  readonly type: 'object';
  readonly required: readonly string[];
  readonly properties: { readonly [name: string]: Field | ListField };
}

export function isList(field: Field | ListField): field is ListField {
  return field.type === 'array';
}

/** Whether a parameter must be there, if it is asked for. */
export function isNeeded({ required, properties }: Parameters, name: string): boolean {
  const field = properties[name];
  return required.includes(name) || (field !== undefined && !isList(field) && field['x-needed'] === true);
}

/** What must hold between values. */
export interface RuleRow extends Text {
  readonly code: string;
  /** Left, comparison, right. */
  readonly check: readonly [string | number, Comparison, string | number];
  /** The value that is to be mended. */
  readonly at: string;
  readonly only?: Choices;
}

export const COMPARISONS = ['=', '!=', '<', '<=', '>', '>=', 'ascends'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface StateRow {
  readonly title: Text;
  readonly final?: boolean;
}

export interface Edge {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly method: string;
  readonly by: readonly string[];
  readonly title: Text;
  /** First and last day: a parameter of meaning date, or a view that gives a day. */
  readonly after?: string;
  readonly until?: string;
  readonly only?: Choices;
}

export interface States {
  readonly view: string;
  readonly initial: string;
  readonly list: { readonly [state: string]: StateRow };
  /** Who is not named when it begins. */
  readonly roles?: { readonly [role: string]: Text };
  readonly edges: readonly Edge[];
}

/** A view that is told of a running instance. */
export interface FigureRow extends Text {
  /** What its number means, where that is no amount: a day, or hundredths of a percent. */
  readonly as?: 'date' | 'percent';
}

export interface Assets {
  readonly total: string;
  readonly parts: readonly string[];
  /** Parts that must be able to leave. */
  readonly held: readonly string[];
  /** The figure that the contract has of the token, if it moves one. */
  readonly balance?: string;
}

export interface Column {
  readonly field: string;
  readonly title: Text;
  readonly as?: Meaning;
  /** What texts of the contract are called. */
  readonly labels?: { readonly [value: string]: Text };
}

export interface TableRow {
  readonly title: Text;
  /** A parameter that is a list. */
  readonly rows?: string;
  /** A view that gives a list of structs. */
  readonly view?: string;
  /** Told of running instances only, and printed on no page. */
  readonly running?: true;
  readonly columns: readonly Column[];
}

/** Parts of an invoice that a template may ask for. */
export const INVOICE_PARTS = [
  'number',
  'issued',
  'due',
  'currency',
  'payable',
  'hash',
  'order',
  'contract',
  'seller.name',
  'seller.id',
  'buyer.name',
  'buyer.id',
] as const;
export type InvoicePart = (typeof INVOICE_PARTS)[number];

/** What a step gives for parameters of a method. */
export type Given = string | number | boolean | null | readonly Given[] | { readonly [field: string]: Given };

export interface ExploreAction {
  readonly method: string;
  readonly by: readonly string[];
  /** Candidates of each parameter. */
  readonly with?: { readonly [parameter: string]: readonly Given[] };
}

export interface Explore {
  /** A file of values. */
  readonly values: string;
  readonly on?: string;
  readonly actors?: readonly string[];
  readonly times?: readonly string[];
  readonly actions: readonly ExploreAction[];
}

export interface Manifest {
  readonly tally: 'template/1';
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly summary: Text;
  readonly contract: string;
  readonly options: { readonly [option: string]: OptionRow };
  readonly parties: { readonly [role: string]: PartyRow };
  /** Roles that one party may have together. */
  readonly together?: readonly (readonly string[])[];
  readonly parameters: Parameters;
  readonly rules: readonly RuleRow[];
  readonly key: readonly string[];
  /** Values that stand in one contract only, such as the number of an invoice: a second one is warned of. */
  readonly once?: readonly string[];
  /** Which parameter has the currency of a money value that is not in `currency`. */
  readonly amounts?: { readonly [name: string]: string };
  readonly states: States;
  /** What people call the arguments of methods. */
  readonly arguments?: { readonly [name: string]: Text };
  readonly figures: { readonly [view: string]: FigureRow };
  readonly assets: Assets;
  readonly invariants: { readonly view: string; readonly list: readonly ({ readonly code: string } & Text)[] };
  readonly tables?: readonly TableRow[];
  /** What of an invoice is taken over, by path: `{ "amount": "payable" }`. */
  readonly invoice?: { readonly [path: string]: InvoicePart };
  readonly prose: { readonly en: string; readonly zh: string };
  readonly samples: readonly string[];
  readonly scenarios: readonly string[];
  readonly explore: Explore;
}

/** Whether something is there under these choices. */
export function isChosen(only: Choices | undefined, choices: Choices): boolean {
  return Object.entries(only ?? {}).every(([option, value]) => choices[option] === value);
}

/** The parameter that has the currency of a money value of this name. */
export function currencyOf(manifest: Pick<Manifest, 'amounts'>, name: string): string {
  return manifest.amounts?.[name] ?? 'currency';
}
