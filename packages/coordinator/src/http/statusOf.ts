const STATUS_OF: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  'foreign-request': 403,
  'unknown-desk': 403,
  'bad-desk-signature': 403,
  'key-not-allowed': 403,
  'unknown-admin': 403,
  'duplicate-admin': 403,
  'bad-admin-signature': 403,
  'too-few-admins': 403,
  'unknown-request': 404,
  'unknown-ceremony': 404,
  'unknown-key': 404,
  'unknown-route': 404,
  'id-conflict': 409,
  'already-signed': 409,
  'name-taken': 409,
  expired: 410,
  'too-large': 413,
  'too-many-pending': 503,
  'too-much-stored': 503,
  'key-not-known-yet': 503,
  stopping: 503,
};

/** The HTTP status for a rejection; whatever else the caller got wrong is 400. */
export function statusOf(code: string): number {
  return STATUS_OF[code] ?? 400;
}
