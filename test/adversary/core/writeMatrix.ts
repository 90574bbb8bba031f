import { ECDSA_DOCUMENT, FROST_DOCUMENT, writeDocument } from './document.ts';

// node --conditions=quorate-src test/adversary/core/writeMatrix.ts [frost | ecdsa]
const [only] = process.argv.slice(2);
if (only !== 'ecdsa') writeDocument(FROST_DOCUMENT);
if (only !== 'frost') writeDocument(ECDSA_DOCUMENT);
