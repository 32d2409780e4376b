// The expectation of a test that a call fails.
import { CallFailed } from '../client/failed.ts';

export { CallFailed };

/**
 * Expects a call to fail with this code: that of a `require`, or the name of a trap.
 * @throws Error if it does not fail, or fails with another code
 */
export async function expectRevert(code: string, act: () => unknown): Promise<CallFailed> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    if (error.code === code) return error;
    throw new Error(`expected ${code}, and got ${error.message}`);
  }
  throw new Error(`expected ${code}, and nothing failed`);
}
