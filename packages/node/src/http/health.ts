export type Health = { readonly kind: 'serving' } | { readonly kind: 'unavailable'; readonly reason: string };
