import './ui/tokens.css';
import './ui/base.css';
import { mount } from 'svelte';
import App from './shell/App.svelte';

const target = document.body.firstElementChild;
if (!target) throw new Error('index.html has no element to build the page in');
// What stands there without scripts says how to serve the page.
target.replaceChildren();
mount(App, { target });
