/// <reference types="svelte" />
/// <reference types="vite/client" />
declare const __GLASSLM_VERSION__: string;
