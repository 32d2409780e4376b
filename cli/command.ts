// What a command is to the program: how it defines itself and what it does.
import type { Command } from 'commander';
import type { Language } from '../engine/template/text.ts';
import type { Interrupt } from './interrupt.ts';
import type { Session } from './session.ts';

/** What a command does: gets the session, its words and its options; answers with an exit code, or nothing for 0. */
export type Act = (session: Session, words: readonly string[], options: Options) => Promise<number | undefined>;

/** Options by their camel-case names, the global ones among them. */
export interface Options {
  readonly [name: string]: unknown;
}

/** Adds arguments and options to a command, in a language, and what it does by way of `run`. */
export type Define = (
  command: Command,
  run: (act: Act) => (...given: unknown[]) => Promise<void>,
  interrupt: Interrupt,
  language: Language,
) => void;

/** The text of an option, or undefined. */
export function textOption(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The texts of an option that takes several, or none. */
export function listOption(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.map(String) : [];
}
