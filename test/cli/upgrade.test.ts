// docs/upgrade.md: its commands run in their order, and print what the page shows.
import { testPage } from './pages.ts';

testPage('upgrade.md');
