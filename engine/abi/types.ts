// The ABI of a contract as JSON (custom section `tally.abi`), and the types that its values may have.

/** Types of arguments, results, event fields and stored values. All travel as Borsh; Amount is a u128 in minor units. */
export const VALUE_TYPES = [
  'bool',
  'u8',
  'u16',
  'u32',
  'u64',
  'i8',
  'i16',
  'i32',
  'i64',
  'string',
  'bytes',
  'Address',
  'Amount',
] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

export interface Abi {
  readonly abi: 1;
  /** Class name. */
  readonly contract: string;
  /** Name and version given to `@contract`. */
  readonly name: string;
  readonly version: string;
  readonly doc?: string;
  readonly methods: readonly AbiMethod[];
  readonly events: readonly AbiEvent[];
  readonly errors: readonly AbiError[];
  readonly storage: readonly AbiField[];
}

export interface AbiMethod {
  readonly name: string;
  readonly kind: 'init' | 'view' | 'mutate' | 'migrate';
  readonly reentrant?: true;
  readonly params: readonly AbiParam[];
  readonly returns: ValueType | 'void';
  readonly doc?: string;
}

export interface AbiParam {
  readonly name: string;
  readonly type: ValueType;
}

export interface AbiEvent {
  readonly name: string;
  readonly fields: readonly AbiParam[];
  readonly doc?: string;
}

/** A code that `require` or `revert` may give, with its message where that is a literal. */
export interface AbiError {
  readonly code: string;
  readonly message?: string;
}

/** A storage field; `slot` is 8 bytes in hexadecimal. */
export interface AbiField {
  readonly field: string;
  readonly slot: string;
  readonly kind: 'Value' | 'Map';
  readonly types: readonly ValueType[];
}
