// The template of the pledge of a warehouse receipt.
import { describe, test } from 'vitest';
import { manifestOf, play } from './kit.ts';

const FOLDER = 'templates/supply/warehouse-pledge';
const manifest = manifestOf(FOLDER);

describe('worked cases', () => {
  test.each(manifest.scenarios)('%s goes as it is written', (file) => play(FOLDER, file));
});
