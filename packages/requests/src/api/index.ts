export * from './authHeader.ts';
export * from './errorBody.ts';
export * from './keyViews.ts';
export * from './requestViews.ts';
export * from './statusView.ts';
