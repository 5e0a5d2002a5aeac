// A chunk of its own: pages without formulas never fetch KaTeX, its styles or its fonts.
import katex from 'katex';
import 'katex/dist/katex.min.css';

export default katex;
