// Address: 32 bytes that name an account or a contract.

/** 32 bytes. Equal by content. The text form with a checksum exists only outside of contracts. */
@final
export class Address {
  private a: u64 = 0;
  private b: u64 = 0;
  private c: u64 = 0;
  private d: u64 = 0;

  /** The address whose bytes are all zero; nobody holds a key for it. */
  static get zero(): Address {
    return new Address();
  }

  /** Copies 32 bytes from memory. */
  static from(pointer: usize): Address {
    const address = new Address();
    memory.copy(changetype<usize>(address), pointer, 32);
    return address;
  }

  /** Whether it is the zero address, as of a field that was never set. */
  get isZero(): bool {
    return (this.a | this.b | this.c | this.d) == 0;
  }

  /** Whether both are the same 32 bytes. */
  @operator("==")
  equals(other: Address): bool {
    return ((this.a ^ other.a) | (this.b ^ other.b) | (this.c ^ other.c) | (this.d ^ other.d)) == 0;
  }

  /** Whether they differ in any byte. */
  @operator("!=")
  differs(other: Address): bool {
    return !this.equals(other);
  }

  /** 64 hexadecimal digits. */
  toString(): string {
    for (let i: usize = 0; i < 32; i++) {
      const byte = <u32>load<u8>(changetype<usize>(this) + i);
      store<u16>(HEX + 4 * i, digit(byte >> 4));
      store<u16>(HEX + 4 * i, digit(byte & 15), 2);
    }
    return String.UTF16.decodeUnsafe(HEX, 128);
  }
}

const HEX: usize = memory.data(128);

function digit(value: u32): u16 {
  return <u16>(value < 10 ? 48 + value : 87 + value);
}
