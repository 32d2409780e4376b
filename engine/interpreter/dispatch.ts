// Generated from spec/opcodes.ts by npm run generate; do not edit.
import { OVERDEEP, OVERWEIGHT } from '../base/stack.ts';
import { EXIT, type Exit, type Machine, PRICE_SHIFT } from './machine.ts';
import {
  divideSigned,
  divideUnsigned,
  ones,
  remainderSigned,
  remainderUnsigned,
  rotateLeft,
  shiftLeft,
  shiftRight,
  upperProduct,
  zerosBelow,
} from './wide.ts';

const CODE_MASK = (1 << PRICE_SHIFT) - 1;

/** Number of each case, and how many words it takes; br_table takes as many more as it has targets. */
export const CASES: { readonly [name: string]: { readonly code: number; readonly words: number } } = {
  'unreachable': { code: 1, words: 1 },
  'enter': { code: 2, words: 4 },
  'loop': { code: 3, words: 1 },
  'pay': { code: 4, words: 1 },
  'jump': { code: 5, words: 2 },
  'jump loop': { code: 6, words: 2 },
  'jump if': { code: 7, words: 3 },
  'jump unless': { code: 8, words: 3 },
  'br_table': { code: 9, words: 3 },
  'return': { code: 10, words: 1 },
  'return value': { code: 11, words: 2 },
  'call': { code: 12, words: 3 },
  'call_indirect': { code: 13, words: 4 },
  'move': { code: 14, words: 3 },
  'move wide': { code: 15, words: 3 },
  'i32.const': { code: 16, words: 3 },
  'i64.const': { code: 17, words: 4 },
  'select': { code: 18, words: 5 },
  'global.get': { code: 19, words: 3 },
  'global.set': { code: 20, words: 3 },
  'memory.size': { code: 21, words: 2 },
  'memory.grow': { code: 22, words: 2 },
  'memory.fill': { code: 23, words: 2 },
  'memory.copy': { code: 24, words: 2 },
  'i32.load': { code: 25, words: 4 },
  'i64.load': { code: 26, words: 4 },
  'i32.load8_s': { code: 27, words: 4 },
  'i32.load8_u': { code: 28, words: 4 },
  'i32.load16_s': { code: 29, words: 4 },
  'i32.load16_u': { code: 30, words: 4 },
  'i64.load8_s': { code: 31, words: 4 },
  'i64.load8_u': { code: 32, words: 4 },
  'i64.load16_s': { code: 33, words: 4 },
  'i64.load16_u': { code: 34, words: 4 },
  'i64.load32_s': { code: 35, words: 4 },
  'i64.load32_u': { code: 36, words: 4 },
  'i32.store': { code: 37, words: 4 },
  'i32.store given': { code: 38, words: 4 },
  'i64.store': { code: 39, words: 4 },
  'i64.store given': { code: 40, words: 4 },
  'i32.store8': { code: 41, words: 4 },
  'i32.store8 given': { code: 42, words: 4 },
  'i32.store16': { code: 43, words: 4 },
  'i32.store16 given': { code: 44, words: 4 },
  'i64.store8': { code: 45, words: 4 },
  'i64.store8 given': { code: 46, words: 4 },
  'i64.store16': { code: 47, words: 4 },
  'i64.store16 given': { code: 48, words: 4 },
  'i64.store32': { code: 49, words: 4 },
  'i64.store32 given': { code: 50, words: 4 },
  'i32.eqz': { code: 51, words: 3 },
  'i32.eqz jump': { code: 52, words: 3 },
  'i32.eq': { code: 53, words: 4 },
  'i32.eq given': { code: 54, words: 4 },
  'i32.eq jump': { code: 55, words: 4 },
  'i32.eq given jump': { code: 56, words: 4 },
  'i32.ne': { code: 57, words: 4 },
  'i32.ne given': { code: 58, words: 4 },
  'i32.ne jump': { code: 59, words: 4 },
  'i32.ne given jump': { code: 60, words: 4 },
  'i32.lt_s': { code: 61, words: 4 },
  'i32.lt_s given': { code: 62, words: 4 },
  'i32.lt_s jump': { code: 63, words: 4 },
  'i32.lt_s given jump': { code: 64, words: 4 },
  'i32.lt_u': { code: 65, words: 4 },
  'i32.lt_u given': { code: 66, words: 4 },
  'i32.lt_u jump': { code: 67, words: 4 },
  'i32.lt_u given jump': { code: 68, words: 4 },
  'i32.gt_s': { code: 69, words: 4 },
  'i32.gt_s given': { code: 70, words: 4 },
  'i32.gt_s jump': { code: 71, words: 4 },
  'i32.gt_s given jump': { code: 72, words: 4 },
  'i32.gt_u': { code: 73, words: 4 },
  'i32.gt_u given': { code: 74, words: 4 },
  'i32.gt_u jump': { code: 75, words: 4 },
  'i32.gt_u given jump': { code: 76, words: 4 },
  'i32.le_s': { code: 77, words: 4 },
  'i32.le_s given': { code: 78, words: 4 },
  'i32.le_s jump': { code: 79, words: 4 },
  'i32.le_s given jump': { code: 80, words: 4 },
  'i32.le_u': { code: 81, words: 4 },
  'i32.le_u given': { code: 82, words: 4 },
  'i32.le_u jump': { code: 83, words: 4 },
  'i32.le_u given jump': { code: 84, words: 4 },
  'i32.ge_s': { code: 85, words: 4 },
  'i32.ge_s given': { code: 86, words: 4 },
  'i32.ge_s jump': { code: 87, words: 4 },
  'i32.ge_s given jump': { code: 88, words: 4 },
  'i32.ge_u': { code: 89, words: 4 },
  'i32.ge_u given': { code: 90, words: 4 },
  'i32.ge_u jump': { code: 91, words: 4 },
  'i32.ge_u given jump': { code: 92, words: 4 },
  'i64.eqz': { code: 93, words: 3 },
  'i64.eqz jump': { code: 94, words: 3 },
  'i64.eq': { code: 95, words: 4 },
  'i64.eq given': { code: 96, words: 4 },
  'i64.eq jump': { code: 97, words: 4 },
  'i64.eq given jump': { code: 98, words: 4 },
  'i64.ne': { code: 99, words: 4 },
  'i64.ne given': { code: 100, words: 4 },
  'i64.ne jump': { code: 101, words: 4 },
  'i64.ne given jump': { code: 102, words: 4 },
  'i64.lt_s': { code: 103, words: 4 },
  'i64.lt_s given': { code: 104, words: 4 },
  'i64.lt_s jump': { code: 105, words: 4 },
  'i64.lt_s given jump': { code: 106, words: 4 },
  'i64.lt_u': { code: 107, words: 4 },
  'i64.lt_u given': { code: 108, words: 4 },
  'i64.lt_u jump': { code: 109, words: 4 },
  'i64.lt_u given jump': { code: 110, words: 4 },
  'i64.gt_s': { code: 111, words: 4 },
  'i64.gt_s given': { code: 112, words: 4 },
  'i64.gt_s jump': { code: 113, words: 4 },
  'i64.gt_s given jump': { code: 114, words: 4 },
  'i64.gt_u': { code: 115, words: 4 },
  'i64.gt_u given': { code: 116, words: 4 },
  'i64.gt_u jump': { code: 117, words: 4 },
  'i64.gt_u given jump': { code: 118, words: 4 },
  'i64.le_s': { code: 119, words: 4 },
  'i64.le_s given': { code: 120, words: 4 },
  'i64.le_s jump': { code: 121, words: 4 },
  'i64.le_s given jump': { code: 122, words: 4 },
  'i64.le_u': { code: 123, words: 4 },
  'i64.le_u given': { code: 124, words: 4 },
  'i64.le_u jump': { code: 125, words: 4 },
  'i64.le_u given jump': { code: 126, words: 4 },
  'i64.ge_s': { code: 127, words: 4 },
  'i64.ge_s given': { code: 128, words: 4 },
  'i64.ge_s jump': { code: 129, words: 4 },
  'i64.ge_s given jump': { code: 130, words: 4 },
  'i64.ge_u': { code: 131, words: 4 },
  'i64.ge_u given': { code: 132, words: 4 },
  'i64.ge_u jump': { code: 133, words: 4 },
  'i64.ge_u given jump': { code: 134, words: 4 },
  'i32.clz': { code: 135, words: 3 },
  'i32.ctz': { code: 136, words: 3 },
  'i32.popcnt': { code: 137, words: 3 },
  'i32.add': { code: 138, words: 4 },
  'i32.add given': { code: 139, words: 4 },
  'i32.sub': { code: 140, words: 4 },
  'i32.sub given': { code: 141, words: 4 },
  'i32.mul': { code: 142, words: 4 },
  'i32.mul given': { code: 143, words: 4 },
  'i32.div_s': { code: 144, words: 4 },
  'i32.div_s given': { code: 145, words: 4 },
  'i32.div_u': { code: 146, words: 4 },
  'i32.div_u given': { code: 147, words: 4 },
  'i32.rem_s': { code: 148, words: 4 },
  'i32.rem_s given': { code: 149, words: 4 },
  'i32.rem_u': { code: 150, words: 4 },
  'i32.rem_u given': { code: 151, words: 4 },
  'i32.and': { code: 152, words: 4 },
  'i32.and given': { code: 153, words: 4 },
  'i32.or': { code: 154, words: 4 },
  'i32.or given': { code: 155, words: 4 },
  'i32.xor': { code: 156, words: 4 },
  'i32.xor given': { code: 157, words: 4 },
  'i32.shl': { code: 158, words: 4 },
  'i32.shl given': { code: 159, words: 4 },
  'i32.shr_s': { code: 160, words: 4 },
  'i32.shr_s given': { code: 161, words: 4 },
  'i32.shr_u': { code: 162, words: 4 },
  'i32.shr_u given': { code: 163, words: 4 },
  'i32.rotl': { code: 164, words: 4 },
  'i32.rotl given': { code: 165, words: 4 },
  'i32.rotr': { code: 166, words: 4 },
  'i32.rotr given': { code: 167, words: 4 },
  'i64.clz': { code: 168, words: 3 },
  'i64.ctz': { code: 169, words: 3 },
  'i64.popcnt': { code: 170, words: 3 },
  'i64.add': { code: 171, words: 4 },
  'i64.add given': { code: 172, words: 4 },
  'i64.sub': { code: 173, words: 4 },
  'i64.sub given': { code: 174, words: 4 },
  'i64.mul': { code: 175, words: 4 },
  'i64.mul given': { code: 176, words: 4 },
  'i64.div_s': { code: 177, words: 4 },
  'i64.div_s given': { code: 178, words: 4 },
  'i64.div_u': { code: 179, words: 4 },
  'i64.div_u given': { code: 180, words: 4 },
  'i64.rem_s': { code: 181, words: 4 },
  'i64.rem_s given': { code: 182, words: 4 },
  'i64.rem_u': { code: 183, words: 4 },
  'i64.rem_u given': { code: 184, words: 4 },
  'i64.and': { code: 185, words: 4 },
  'i64.and given': { code: 186, words: 4 },
  'i64.or': { code: 187, words: 4 },
  'i64.or given': { code: 188, words: 4 },
  'i64.xor': { code: 189, words: 4 },
  'i64.xor given': { code: 190, words: 4 },
  'i64.shl': { code: 191, words: 4 },
  'i64.shl given': { code: 192, words: 4 },
  'i64.shr_s': { code: 193, words: 4 },
  'i64.shr_s given': { code: 194, words: 4 },
  'i64.shr_u': { code: 195, words: 4 },
  'i64.shr_u given': { code: 196, words: 4 },
  'i64.rotl': { code: 197, words: 4 },
  'i64.rotl given': { code: 198, words: 4 },
  'i64.rotr': { code: 199, words: 4 },
  'i64.rotr given': { code: 200, words: 4 },
  'i32.wrap_i64': { code: 201, words: 3 },
  'i64.extend_i32_s': { code: 202, words: 3 },
  'i64.extend_i32_u': { code: 203, words: 3 },
  'i32.extend8_s': { code: 204, words: 3 },
  'i32.extend16_s': { code: 205, words: 3 },
  'i64.extend8_s': { code: 206, words: 3 },
  'i64.extend16_s': { code: 207, words: 3 },
  'i64.extend32_s': { code: 208, words: 3 },
};

/** The comparison that holds when another does not. */
export const OPPOSITES: { readonly [name: string]: string } = {
  'i32.eq': 'i32.ne',
  'i32.ne': 'i32.eq',
  'i32.lt_s': 'i32.ge_s',
  'i32.lt_u': 'i32.ge_u',
  'i32.gt_s': 'i32.le_s',
  'i32.gt_u': 'i32.le_u',
  'i32.le_s': 'i32.gt_s',
  'i32.le_u': 'i32.gt_u',
  'i32.ge_s': 'i32.lt_s',
  'i32.ge_u': 'i32.lt_u',
  'i64.eq': 'i64.ne',
  'i64.ne': 'i64.eq',
  'i64.lt_s': 'i64.ge_s',
  'i64.lt_u': 'i64.ge_u',
  'i64.gt_s': 'i64.le_s',
  'i64.gt_u': 'i64.le_u',
  'i64.le_s': 'i64.gt_s',
  'i64.le_u': 'i64.gt_u',
  'i64.ge_s': 'i64.lt_s',
  'i64.ge_u': 'i64.lt_u',
};

/** Runs from `pc` on until something is left to others, or for one instruction only. What comes back says why it stopped. */
export function dispatch(s: Machine, once: boolean): Exit {
  const { code, lo, hi, bytes, view, entries, kinds, table, globalsLow, globalsHigh, returns, bases, stacks, bottom } = s;
  const size = bytes.length;
  let { pc, fp, gas, left, stack, depth } = s;
  let exit: Exit = EXIT.STEPPED;
  run: do {
    const word = code[pc]!;
    gas -= word >>> PRICE_SHIFT;
    left = (left - 1) | 0;
    switch (word & CODE_MASK) {
      // unreachable
      case 1: {
        exit = EXIT.UNREACHABLE;
        break run;
      }
      // enter
      case 2: {
        const deeper = (stack + code[pc + 1]!) | 0;
        if ((deeper & (OVERDEEP | OVERWEIGHT)) !== 0) {
        exit = (deeper & OVERDEEP) !== 0 ? EXIT.STACK_DEPTH : EXIT.STACK_WEIGHT;
        break run;
        }
        if (gas < 0) {
        exit = EXIT.GAS;
        break run;
        }
        if (left < 0) {
        exit = EXIT.STEPS;
        break run;
        }
        stack = deeper;
        for (let i = (fp + code[(pc + 2) | 0]!) | 0, end = (fp + code[(pc + 3) | 0]!) | 0; i < end; i++) {
        lo[i] = 0;
        hi[i] = 0;
        }
        pc = (pc + 4) | 0;
        break;
      }
      // loop
      case 3: {
        if (gas < 0) {
        exit = EXIT.GAS;
        break run;
        }
        if (left < 0) {
        exit = EXIT.STEPS;
        break run;
        }
        pc = (pc + 1) | 0;
        break;
      }
      // pay
      case 4: {
        pc = (pc + 1) | 0;
        break;
      }
      // jump
      case 5: {
        pc = code[pc + 1]!;
        break;
      }
      // jump loop
      case 6: {
        if (gas < 0) {
        exit = EXIT.GAS;
        break run;
        }
        if (left < 0) {
        exit = EXIT.STEPS;
        break run;
        }
        pc = code[pc + 1]!;
        break;
      }
      // jump if
      case 7: {
        pc = lo[(fp + code[(pc + 1) | 0]!) | 0]! !== 0 ? code[(pc + 2) | 0]! : (pc + 3) | 0;
        break;
      }
      // jump unless
      case 8: {
        pc = lo[(fp + code[(pc + 1) | 0]!) | 0]! === 0 ? code[(pc + 2) | 0]! : (pc + 3) | 0;
        break;
      }
      // br_table
      case 9: {
        const index = lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0;
        const most = code[pc + 2]!;
        pc = code[pc + 3 + Math.min(index, most)]!;
        break;
      }
      // return
      case 10: {
        depth--;
        pc = returns[depth]!;
        fp = bases[depth]!;
        stack = stacks[depth]!;
        if (depth === bottom) {
        exit = EXIT.DONE;
        break run;
        }
        break;
      }
      // return value
      case 11: {
        const from = (fp + code[(pc + 1) | 0]!) | 0;
        lo[fp] = lo[from]!;
        hi[fp] = hi[from]!;
        depth--;
        pc = returns[depth]!;
        fp = bases[depth]!;
        stack = stacks[depth]!;
        if (depth === bottom) {
        exit = EXIT.DONE;
        break run;
        }
        break;
      }
      // call
      case 12: {
        const callee = code[pc + 1]!;
        const entry = entries[callee]!;
        if (entry < 0) {
        gas += word >>> PRICE_SHIFT;
        s.callee = callee;
        s.window = code[pc + 2]!;
        s.after = pc + 3;
        exit = EXIT.ELSEWHERE;
        break run;
        }
        returns[depth] = pc + 3;
        bases[depth] = fp;
        stacks[depth] = stack;
        depth++;
        fp += code[pc + 2]!;
        pc = entry;
        break;
      }
      // call_indirect
      case 13: {
        const index = lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0;
        const callee = index < table.length ? table[index]! : -1;
        if (callee < 0 || kinds[callee]! !== code[pc + 1]!) {
        exit = EXIT.INDIRECT_CALL;
        break run;
        }
        const entry = entries[callee]!;
        if (entry < 0) {
        gas += word >>> PRICE_SHIFT;
        s.callee = callee;
        s.window = code[pc + 3]!;
        s.after = pc + 4;
        exit = EXIT.ELSEWHERE;
        break run;
        }
        returns[depth] = pc + 4;
        bases[depth] = fp;
        stacks[depth] = stack;
        depth++;
        fp += code[pc + 3]!;
        pc = entry;
        break;
      }
      // move
      case 14: {
        lo[(fp + code[(pc + 1) | 0]!) | 0] = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = (pc + 3) | 0;
        break;
      }
      // move wide
      case 15: {
        const from = (fp + code[(pc + 2) | 0]!) | 0;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = lo[from]!;
        hi[to] = hi[from]!;
        pc = (pc + 3) | 0;
        break;
      }
      // i32.const
      case 16: {
        lo[(fp + code[(pc + 1) | 0]!) | 0] = code[pc + 2]!;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.const
      case 17: {
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = code[pc + 2]!;
        hi[to] = code[pc + 3]!;
        pc = (pc + 4) | 0;
        break;
      }
      // select
      case 18: {
        const from = fp + (lo[(fp + code[(pc + 4) | 0]!) | 0]! !== 0 ? code[pc + 2]! : code[pc + 3]!);
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = lo[from]!;
        hi[to] = hi[from]!;
        pc = (pc + 5) | 0;
        break;
      }
      // global.get
      case 19: {
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = globalsLow[code[pc + 2]!]!;
        hi[to] = globalsHigh[code[pc + 2]!]!;
        pc = (pc + 3) | 0;
        break;
      }
      // global.set
      case 20: {
        const from = (fp + code[(pc + 2) | 0]!) | 0;
        globalsLow[code[pc + 1]!] = lo[from]!;
        globalsHigh[code[pc + 1]!] = hi[from]!;
        pc = (pc + 3) | 0;
        break;
      }
      // memory.size
      case 21: {
        lo[(fp + code[(pc + 1) | 0]!) | 0] = size >>> 16;
        pc = (pc + 2) | 0;
        break;
      }
      // memory.grow
      case 22: {
        s.window = code[pc + 1]!;
        s.after = pc + 2;
        exit = EXIT.MEMORY_GROW;
        break run;
      }
      // memory.fill
      case 23: {
        s.window = code[pc + 1]!;
        s.after = pc + 2;
        exit = EXIT.MEMORY_FILL;
        break run;
      }
      // memory.copy
      case 24: {
        s.window = code[pc + 1]!;
        s.after = pc + 2;
        exit = EXIT.MEMORY_COPY;
        break run;
      }
      // i32.load
      case 25: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 4 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = view.getInt32(at, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.load
      case 26: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 8 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = view.getInt32(at, true);
        hi[to] = view.getInt32(at + 4, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.load8_s
      case 27: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 1 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (bytes[at]! << 24) >> 24;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.load8_u
      case 28: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 1 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = bytes[at]!;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.load16_s
      case 29: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 2 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = view.getInt16(at, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.load16_u
      case 30: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 2 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = view.getUint16(at, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.load8_s
      case 31: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 1 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        const low = (bytes[at]! << 24) >> 24;
        lo[to] = low;
        hi[to] = low >> 31;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.load8_u
      case 32: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 1 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        const low = bytes[at]!;
        lo[to] = low;
        hi[to] = 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.load16_s
      case 33: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 2 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        const low = view.getInt16(at, true);
        lo[to] = low;
        hi[to] = low >> 31;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.load16_u
      case 34: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 2 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        const low = view.getUint16(at, true);
        lo[to] = low;
        hi[to] = 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.load32_s
      case 35: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 4 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        const low = view.getInt32(at, true);
        lo[to] = low;
        hi[to] = low >> 31;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.load32_u
      case 36: {
        const at = (lo[(fp + code[(pc + 2) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 4 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        const low = view.getInt32(at, true);
        lo[to] = low;
        hi[to] = 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.store
      case 37: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 4 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const from = (fp + code[(pc + 2) | 0]!) | 0;
        view.setInt32(at, lo[from]!, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.store given
      case 38: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 4 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const b = code[(pc + 2) | 0]!;
        view.setInt32(at, b, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.store
      case 39: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 8 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const from = (fp + code[(pc + 2) | 0]!) | 0;
        view.setInt32(at, lo[from]!, true);
        view.setInt32(at + 4, hi[from]!, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.store given
      case 40: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 8 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const b = code[(pc + 2) | 0]!;
        view.setInt32(at, b, true);
        view.setInt32(at + 4, b >> 31, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.store8
      case 41: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 1 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const from = (fp + code[(pc + 2) | 0]!) | 0;
        bytes[at] = lo[from]!;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.store8 given
      case 42: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 1 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const b = code[(pc + 2) | 0]!;
        bytes[at] = b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.store16
      case 43: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 2 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const from = (fp + code[(pc + 2) | 0]!) | 0;
        view.setInt16(at, lo[from]!, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.store16 given
      case 44: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 2 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const b = code[(pc + 2) | 0]!;
        view.setInt16(at, b, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.store8
      case 45: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 1 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const from = (fp + code[(pc + 2) | 0]!) | 0;
        bytes[at] = lo[from]!;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.store8 given
      case 46: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 1 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const b = code[(pc + 2) | 0]!;
        bytes[at] = b;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.store16
      case 47: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 2 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const from = (fp + code[(pc + 2) | 0]!) | 0;
        view.setInt16(at, lo[from]!, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.store16 given
      case 48: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 2 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const b = code[(pc + 2) | 0]!;
        view.setInt16(at, b, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.store32
      case 49: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 4 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const from = (fp + code[(pc + 2) | 0]!) | 0;
        view.setInt32(at, lo[from]!, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.store32 given
      case 50: {
        const at = (lo[(fp + code[(pc + 1) | 0]!) | 0]! >>> 0) + (code[(pc + 3) | 0]! >>> 0);
        if (at + 4 > size) {
        exit = EXIT.MEMORY_BOUNDS;
        break run;
        }
        const b = code[(pc + 2) | 0]!;
        view.setInt32(at, b, true);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.eqz
      case 51: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a === 0 ? 1 : 0;
        pc = (pc + 3) | 0;
        break;
      }
      // i32.eqz jump
      case 52: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        pc = a === 0 ? code[(pc + 2) | 0]! : (pc + 3) | 0;
        break;
      }
      // i32.eq
      case 53: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a === b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.eq given
      case 54: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a === b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.eq jump
      case 55: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a === b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.eq given jump
      case 56: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a === b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.ne
      case 57: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a !== b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.ne given
      case 58: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a !== b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.ne jump
      case 59: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a !== b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.ne given jump
      case 60: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a !== b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.lt_s
      case 61: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a < b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.lt_s given
      case 62: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a < b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.lt_s jump
      case 63: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a < b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.lt_s given jump
      case 64: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a < b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.lt_u
      case 65: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> 0 < b >>> 0 ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.lt_u given
      case 66: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> 0 < b >>> 0 ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.lt_u jump
      case 67: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a >>> 0 < b >>> 0 ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.lt_u given jump
      case 68: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a >>> 0 < b >>> 0 ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.gt_s
      case 69: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a > b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.gt_s given
      case 70: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a > b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.gt_s jump
      case 71: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a > b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.gt_s given jump
      case 72: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a > b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.gt_u
      case 73: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> 0 > b >>> 0 ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.gt_u given
      case 74: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> 0 > b >>> 0 ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.gt_u jump
      case 75: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a >>> 0 > b >>> 0 ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.gt_u given jump
      case 76: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a >>> 0 > b >>> 0 ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.le_s
      case 77: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a <= b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.le_s given
      case 78: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a <= b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.le_s jump
      case 79: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a <= b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.le_s given jump
      case 80: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a <= b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.le_u
      case 81: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> 0 <= b >>> 0 ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.le_u given
      case 82: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> 0 <= b >>> 0 ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.le_u jump
      case 83: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a >>> 0 <= b >>> 0 ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.le_u given jump
      case 84: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a >>> 0 <= b >>> 0 ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.ge_s
      case 85: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >= b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.ge_s given
      case 86: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >= b ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.ge_s jump
      case 87: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a >= b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.ge_s given jump
      case 88: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a >= b ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.ge_u
      case 89: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> 0 >= b >>> 0 ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.ge_u given
      case 90: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> 0 >= b >>> 0 ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.ge_u jump
      case 91: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        pc = a >>> 0 >= b >>> 0 ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.ge_u given jump
      case 92: {
        const a = lo[(fp + code[(pc + 1) | 0]!) | 0]!;
        const b = code[(pc + 2) | 0]!;
        pc = a >>> 0 >= b >>> 0 ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.eqz
      case 93: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a === 0 && ah === 0 ? 1 : 0;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.eqz jump
      case 94: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        pc = a === 0 && ah === 0 ? code[(pc + 2) | 0]! : (pc + 3) | 0;
        break;
      }
      // i64.eq
      case 95: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a === b && ah === bh ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.eq given
      case 96: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a === b && ah === bh ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.eq jump
      case 97: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = a === b && ah === bh ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.eq given jump
      case 98: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = a === b && ah === bh ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.ne
      case 99: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a !== b || ah !== bh ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.ne given
      case 100: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a !== b || ah !== bh ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.ne jump
      case 101: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = a !== b || ah !== bh ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.ne given jump
      case 102: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = a !== b || ah !== bh ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.lt_s
      case 103: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah < bh || (ah === bh && a >>> 0 < b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.lt_s given
      case 104: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah < bh || (ah === bh && a >>> 0 < b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.lt_s jump
      case 105: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = ah < bh || (ah === bh && a >>> 0 < b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.lt_s given jump
      case 106: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = ah < bh || (ah === bh && a >>> 0 < b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.lt_u
      case 107: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah >>> 0 < bh >>> 0 || (ah === bh && a >>> 0 < b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.lt_u given
      case 108: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah >>> 0 < bh >>> 0 || (ah === bh && a >>> 0 < b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.lt_u jump
      case 109: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = ah >>> 0 < bh >>> 0 || (ah === bh && a >>> 0 < b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.lt_u given jump
      case 110: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = ah >>> 0 < bh >>> 0 || (ah === bh && a >>> 0 < b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.gt_s
      case 111: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah > bh || (ah === bh && a >>> 0 > b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.gt_s given
      case 112: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah > bh || (ah === bh && a >>> 0 > b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.gt_s jump
      case 113: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = ah > bh || (ah === bh && a >>> 0 > b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.gt_s given jump
      case 114: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = ah > bh || (ah === bh && a >>> 0 > b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.gt_u
      case 115: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah >>> 0 > bh >>> 0 || (ah === bh && a >>> 0 > b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.gt_u given
      case 116: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah >>> 0 > bh >>> 0 || (ah === bh && a >>> 0 > b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.gt_u jump
      case 117: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = ah >>> 0 > bh >>> 0 || (ah === bh && a >>> 0 > b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.gt_u given jump
      case 118: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = ah >>> 0 > bh >>> 0 || (ah === bh && a >>> 0 > b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.le_s
      case 119: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah < bh || (ah === bh && a >>> 0 <= b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.le_s given
      case 120: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah < bh || (ah === bh && a >>> 0 <= b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.le_s jump
      case 121: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = ah < bh || (ah === bh && a >>> 0 <= b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.le_s given jump
      case 122: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = ah < bh || (ah === bh && a >>> 0 <= b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.le_u
      case 123: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah >>> 0 < bh >>> 0 || (ah === bh && a >>> 0 <= b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.le_u given
      case 124: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah >>> 0 < bh >>> 0 || (ah === bh && a >>> 0 <= b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.le_u jump
      case 125: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = ah >>> 0 < bh >>> 0 || (ah === bh && a >>> 0 <= b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.le_u given jump
      case 126: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = ah >>> 0 < bh >>> 0 || (ah === bh && a >>> 0 <= b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.ge_s
      case 127: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah > bh || (ah === bh && a >>> 0 >= b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.ge_s given
      case 128: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah > bh || (ah === bh && a >>> 0 >= b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.ge_s jump
      case 129: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = ah > bh || (ah === bh && a >>> 0 >= b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.ge_s given jump
      case 130: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = ah > bh || (ah === bh && a >>> 0 >= b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.ge_u
      case 131: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah >>> 0 > bh >>> 0 || (ah === bh && a >>> 0 >= b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.ge_u given
      case 132: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah >>> 0 > bh >>> 0 || (ah === bh && a >>> 0 >= b >>> 0) ? 1 : 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.ge_u jump
      case 133: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 2) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        pc = ah >>> 0 > bh >>> 0 || (ah === bh && a >>> 0 >= b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i64.ge_u given jump
      case 134: {
        const aAt = (fp + code[(pc + 1) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 2) | 0]!;
        const bh = b >> 31;
        pc = ah >>> 0 > bh >>> 0 || (ah === bh && a >>> 0 >= b >>> 0) ? code[(pc + 3) | 0]! : (pc + 4) | 0;
        break;
      }
      // i32.clz
      case 135: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = Math.clz32(a);
        pc = (pc + 3) | 0;
        break;
      }
      // i32.ctz
      case 136: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = zerosBelow(a);
        pc = (pc + 3) | 0;
        break;
      }
      // i32.popcnt
      case 137: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ones(a);
        pc = (pc + 3) | 0;
        break;
      }
      // i32.add
      case 138: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a + b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.add given
      case 139: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a + b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.sub
      case 140: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a - b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.sub given
      case 141: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a - b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.mul
      case 142: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = Math.imul(a, b);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.mul given
      case 143: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = Math.imul(a, b);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.div_s
      case 144: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        if (b === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        if (b === -1 && a === -0x80000000) {
        exit = EXIT.INTEGER_OVERFLOW;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a / b) | 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.div_s given
      case 145: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        if (b === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        if (b === -1 && a === -0x80000000) {
        exit = EXIT.INTEGER_OVERFLOW;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a / b) | 0;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.div_u
      case 146: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        if (b === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a >>> 0) / (b >>> 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.div_u given
      case 147: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        if (b === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a >>> 0) / (b >>> 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.rem_s
      case 148: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        if (b === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = b === -1 ? 0 : a % b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.rem_s given
      case 149: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        if (b === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = b === -1 ? 0 : a % b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.rem_u
      case 150: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        if (b === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a >>> 0) % (b >>> 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.rem_u given
      case 151: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        if (b === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a >>> 0) % (b >>> 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.and
      case 152: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a & b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.and given
      case 153: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a & b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.or
      case 154: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a | b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.or given
      case 155: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a | b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.xor
      case 156: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a ^ b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.xor given
      case 157: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a ^ b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.shl
      case 158: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a << b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.shl given
      case 159: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a << b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.shr_s
      case 160: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >> b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.shr_s given
      case 161: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >> b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.shr_u
      case 162: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.shr_u given
      case 163: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a >>> b;
        pc = (pc + 4) | 0;
        break;
      }
      // i32.rotl
      case 164: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a << b) | (a >>> -b);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.rotl given
      case 165: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a << b) | (a >>> -b);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.rotr
      case 166: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = lo[(fp + code[(pc + 3) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a >>> b) | (a << -b);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.rotr given
      case 167: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a >>> b) | (a << -b);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.clz
      case 168: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ah === 0 ? 32 + Math.clz32(a) : Math.clz32(ah);
        hi[to] = 0;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.ctz
      case 169: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a === 0 ? 32 + zerosBelow(ah) : zerosBelow(a);
        hi[to] = 0;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.popcnt
      case 170: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = ones(a) + ones(ah);
        hi[to] = 0;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.add
      case 171: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        const low = (a + b) | 0;
        lo[to] = low;
        hi[to] = ah + bh + (low >>> 0 < a >>> 0 ? 1 : 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.add given
      case 172: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        const low = (a + b) | 0;
        lo[to] = low;
        hi[to] = ah + bh + (low >>> 0 < a >>> 0 ? 1 : 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.sub
      case 173: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a - b;
        hi[to] = ah - bh - (a >>> 0 < b >>> 0 ? 1 : 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.sub given
      case 174: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a - b;
        hi[to] = ah - bh - (a >>> 0 < b >>> 0 ? 1 : 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.mul
      case 175: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = Math.imul(a, b);
        hi[to] = upperProduct(a, b) + Math.imul(a, bh) + Math.imul(ah, b);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.mul given
      case 176: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = Math.imul(a, b);
        hi[to] = upperProduct(a, b) + Math.imul(a, bh) + Math.imul(ah, b);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.div_s
      case 177: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        if (b === 0 && bh === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        if (b === -1 && bh === -1 && a === 0 && ah === -0x80000000) {
        exit = EXIT.INTEGER_OVERFLOW;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        left = (left - 99) | 0;
        divideSigned(lo, hi, to, a, ah, b, bh);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.div_s given
      case 178: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        if (b === 0 && bh === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        if (b === -1 && bh === -1 && a === 0 && ah === -0x80000000) {
        exit = EXIT.INTEGER_OVERFLOW;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        left = (left - 99) | 0;
        divideSigned(lo, hi, to, a, ah, b, bh);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.div_u
      case 179: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        if (b === 0 && bh === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        left = (left - 99) | 0;
        divideUnsigned(lo, hi, to, a, ah, b, bh);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.div_u given
      case 180: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        if (b === 0 && bh === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        left = (left - 99) | 0;
        divideUnsigned(lo, hi, to, a, ah, b, bh);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.rem_s
      case 181: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        if (b === 0 && bh === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        left = (left - 99) | 0;
        remainderSigned(lo, hi, to, a, ah, b, bh);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.rem_s given
      case 182: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        if (b === 0 && bh === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        left = (left - 99) | 0;
        remainderSigned(lo, hi, to, a, ah, b, bh);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.rem_u
      case 183: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        if (b === 0 && bh === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        left = (left - 99) | 0;
        remainderUnsigned(lo, hi, to, a, ah, b, bh);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.rem_u given
      case 184: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        if (b === 0 && bh === 0) {
        exit = EXIT.DIVISION_BY_ZERO;
        break run;
        }
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        left = (left - 99) | 0;
        remainderUnsigned(lo, hi, to, a, ah, b, bh);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.and
      case 185: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a & b;
        hi[to] = ah & bh;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.and given
      case 186: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a & b;
        hi[to] = ah & bh;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.or
      case 187: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a | b;
        hi[to] = ah | bh;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.or given
      case 188: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a | b;
        hi[to] = ah | bh;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.xor
      case 189: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const bh = hi[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a ^ b;
        hi[to] = ah ^ bh;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.xor given
      case 190: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const bh = b >> 31;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a ^ b;
        hi[to] = ah ^ bh;
        pc = (pc + 4) | 0;
        break;
      }
      // i64.shl
      case 191: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        shiftLeft(lo, hi, to, a, ah, b);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.shl given
      case 192: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        shiftLeft(lo, hi, to, a, ah, b);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.shr_s
      case 193: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        shiftRight(lo, hi, to, a, ah, b, ah >> 31);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.shr_s given
      case 194: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        shiftRight(lo, hi, to, a, ah, b, ah >> 31);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.shr_u
      case 195: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        shiftRight(lo, hi, to, a, ah, b, 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.shr_u given
      case 196: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        shiftRight(lo, hi, to, a, ah, b, 0);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.rotl
      case 197: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        rotateLeft(lo, hi, to, a, ah, b);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.rotl given
      case 198: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        rotateLeft(lo, hi, to, a, ah, b);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.rotr
      case 199: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const bAt = (fp + code[(pc + 3) | 0]!) | 0;
        const b = lo[bAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        rotateLeft(lo, hi, to, a, ah, -b);
        pc = (pc + 4) | 0;
        break;
      }
      // i64.rotr given
      case 200: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const ah = hi[aAt]!;
        const b = code[(pc + 3) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        rotateLeft(lo, hi, to, a, ah, -b);
        pc = (pc + 4) | 0;
        break;
      }
      // i32.wrap_i64
      case 201: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.extend_i32_s
      case 202: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a;
        hi[to] = a >> 31;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.extend_i32_u
      case 203: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a;
        hi[to] = 0;
        pc = (pc + 3) | 0;
        break;
      }
      // i32.extend8_s
      case 204: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a << 24) >> 24;
        pc = (pc + 3) | 0;
        break;
      }
      // i32.extend16_s
      case 205: {
        const a = lo[(fp + code[(pc + 2) | 0]!) | 0]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a << 16) >> 16;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.extend8_s
      case 206: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a << 24) >> 24;
        hi[to] = (a << 24) >> 31;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.extend16_s
      case 207: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = (a << 16) >> 16;
        hi[to] = (a << 16) >> 31;
        pc = (pc + 3) | 0;
        break;
      }
      // i64.extend32_s
      case 208: {
        const aAt = (fp + code[(pc + 2) | 0]!) | 0;
        const a = lo[aAt]!;
        const to = (fp + code[(pc + 1) | 0]!) | 0;
        lo[to] = a;
        hi[to] = a >> 31;
        pc = (pc + 3) | 0;
        break;
      }
      default: {
        exit = EXIT.ENGINE;
        break run;
      }
    }
  } while (!once);
  s.pc = pc;
  s.fp = fp;
  s.gas = gas;
  s.left = left;
  s.stack = stack;
  s.depth = depth;
  return exit;
}
