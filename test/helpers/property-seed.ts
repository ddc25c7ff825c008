/**
 * The seed of every property test: the same each time, so that a test fails for a change and not by chance. Other
 * seeds are tried with `PROPERTY_SEED=random npm test`, or a number to see one again.
 */
import fc from 'fast-check';

const asked = process.env.PROPERTY_SEED ?? '20211130';
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked) });
