// Random values of ABI types, edges among them, that shrink to the simplest.
import type FastCheck from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { decimalText } from '../abi/decimal.ts';
import type { AbiParam, ValueType } from '../abi/types.ts';
import { integerValue, isIntegerType, rangeOf } from '../abi/value.ts';
import type { Given } from '../client/given.ts';
import type { Party } from '../client/typed.ts';

/** Generators of values, made by the fast-check of whoever writes the tests. */
export class Values {
  private readonly fc: typeof FastCheck;
  private readonly addresses: readonly Party[];

  /** `addresses` are those that an Address may be. */
  constructor(fc: typeof FastCheck, addresses: readonly Party[]) {
    this.fc = fc;
    this.addresses = addresses;
  }

  /** Of arguments by name; those that are given are taken as they are. */
  argumentsOf(
    params: readonly AbiParam[],
    given: { readonly [name: string]: unknown },
  ): Arbitrary<{ readonly [name: string]: Given }> {
    const all = params.map(({ name, type }) => [
      name,
      Object.hasOwn(given, name) ? this.chosen(given[name]) : this.of(type),
    ]);
    return this.fc.record(Object.fromEntries(all)) as Arbitrary<{ readonly [name: string]: Given }>;
  }

  private chosen(given: unknown): Arbitrary<Given> {
    const isArbitrary = typeof given === 'object' && given !== null && 'generate' in given && 'shrink' in given;
    return isArbitrary ? (given as Arbitrary<Given>) : this.fc.constant(given as Given);
  }

  of(type: ValueType): Arbitrary<Given> {
    const { fc } = this;
    if (isIntegerType(type)) return this.integer(type);
    if (type === 'Decimal') return this.decimal();
    if (type === 'bool') return fc.boolean();
    if (type === 'string') return fc.string({ unit: 'grapheme', maxLength: 16 });
    if (type === 'bytes') return fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.from(bytes));
    if (type === 'Address') return fc.constantFrom(...this.addresses);
    if ('list' in type) return fc.array(this.of(type.list), { maxLength: 5 });
    if ('option' in type) return fc.option(this.of(type.option), { nil: null });
    if ('enum' in type) return fc.constantFrom(...type.values.map(({ name }) => name));
    return this.argumentsOf(type.fields, {});
  }

  /** Mostly with few digits. */
  private decimal(): Arbitrary<Given> {
    const { fc } = this;
    const few = fc.integer({ min: -100_000, max: 100_000 }).map((cents) => decimalText(BigInt(cents) * 10n ** 16n));
    const any = fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }).map(decimalText);
    return fc.oneof({ withCrossShrink: true }, { weight: 6, arbitrary: few }, { weight: 1, arbitrary: any });
  }

  /** Mostly small, because amounts of the same size meet each other, then edges, then anything. */
  private integer(type: Parameters<typeof rangeOf>[0]): Arbitrary<Given> {
    const { fc } = this;
    const { min, max } = rangeOf(type);
    const small = fc.bigInt({ min: min < -1_000n ? -1_000n : min, max: max < 1_000n ? max : 1_000n });
    const edges = EDGES.filter((edge) => edge >= min && edge <= max);
    const any = fc.oneof(
      { withCrossShrink: true },
      { weight: 6, arbitrary: small },
      { weight: 2, arbitrary: fc.constantFrom(...edges, min, max) },
      { weight: 1, arbitrary: fc.bigInt({ min, max }) },
    );
    return any.map(
      (value) => integerValue(type, value) as Given,
      (value) => BigInt(value as number | bigint),
    );
  }
}

const EDGES: readonly bigint[] = [0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 128n - 1n];
