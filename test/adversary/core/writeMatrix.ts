import { writeDocument } from './document.ts';

// node --conditions=quorate-src test/adversary/core/writeMatrix.ts
writeDocument();
