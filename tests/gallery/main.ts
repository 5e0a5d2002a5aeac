import { mount } from 'svelte';
import Gallery from './Gallery.svelte';

// ?theme=dark|light|projector and ?lang=zh, as the page itself sets them.
const wanted = new URLSearchParams(location.search);
document.documentElement.dataset.theme = wanted.get('theme') ?? 'light';
document.documentElement.lang = wanted.get('lang') ?? 'en';
import.meta.glob('/src/**/tokens.css', { eager: true });

mount(Gallery, { target: document.getElementById('gallery')! });
