// The compiled tier keeps the suite of all tiers.
import { CompiledTier } from '../../engine/sandbox/compiled.ts';
import { tierSuite } from '../suites/tier.ts';

tierSuite('the compiled tier', () => new CompiledTier());
