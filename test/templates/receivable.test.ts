// The template of the payable certificate: its scenarios, its ways, what it refuses, and that its parts always add up.
import { describe, test } from 'vitest';
import { manifestOf, play } from './kit.ts';

const FOLDER = 'templates/supply/receivable';
const manifest = manifestOf(FOLDER);

describe('worked cases', () => {
  test.each(manifest.scenarios)('%s goes as it is written', (file) => play(FOLDER, file));
});
