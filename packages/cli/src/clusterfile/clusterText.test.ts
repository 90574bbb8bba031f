import { sampleCluster } from '@quorate/requests/testing';
import { expect, test } from 'vitest';
import { plain } from '../output/style.ts';
import { clusterJson, clusterText } from './clusterText.ts';

test('the attestation keys of nodes are shown to whoever is to sign them, and no table where there are none', () => {
  const { cluster } = sampleCluster({ attesting: ['node-2'] });
  const publicKey = cluster.nodes[1]?.attestation?.publicKey ?? '';
  expect(clusterText(cluster, plain)).toMatch(
    new RegExp(`Attestation keys, .*\\n.*NODE +PUBLIC KEY\\n.*node-2 +${publicKey}`),
  );
  expect(clusterJson(cluster)).toMatchObject({ nodes: [{}, { attestation: { publicKey } }, {}] });
  expect(clusterText(sampleCluster().cluster, plain)).not.toContain('Attestation');
});
