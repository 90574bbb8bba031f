import './cli/signing.ts';
import './cli/refusals.ts';
// The last: they end nodes, and change their files.
import './cli/failures.ts';
