/** Words about the reader's own models, English. */
export const en = {
  title: 'Your own model',
  lead: 'Bring any causal language model laid out for transformers.js: an ONNX file with its tokenizer. It runs here in your browser; nothing you type leaves the device. This site asks no other host for anything until you press a button below, and each button says what it asks for.',
  hub: {
    title: 'From a hub or a mirror',
    name: 'Model, as owner/name',
    address: 'Hub or mirror',
    look: 'Ask for its size',
    asks: 'Asks {host} for config.json and the list of files: a few kilobytes, no weights.',
    looking: 'Asking {host}.',
  },
  folder: {
    title: 'From a folder on this device',
    lead: 'It must hold config.json, tokenizer.json and a graph such as onnx/model.onnx. The files are read where they lie, nothing is uploaded or copied; after a reload you choose the folder again.',
    choose: 'Choose a folder',
    drop: 'or drop it here',
    open: 'Open it',
    opened: '{name} is open until you close or reload this page.',
  },
  plan: {
    title: 'What {name} would take',
    is: 'Kind',
    parameters: 'Parameters',
    about: 'about {n} million, worked out from config.json',
    unknown: 'config.json does not tell',
    shape: 'Shape',
    shapeOf: '{layers} layers, {heads} heads, {width} wide, vocabulary {vocabulary}',
    window: 'Reads here',
    windowOf: 'at most {here} tokens (made for {made})',
    file: 'Which file',
    fileOf: '{variant}: {size}',
    memory: 'Memory while opening',
    memoryOf:
      'about {size}, twice the file; a tab has 4 GB at most, a phone often less than 1 GB, and the browser may refuse or close the tab',
    stored: 'Stored',
    storedOf: 'in this browser, until you remove it; the browser may refuse when its storage is full',
    notStored: 'not at all: this page is not on https, so the model lasts until you reload',
    fetch: 'Fetch {size}',
    goOn: 'Fetch the other {size}',
    tooLarge: 'This file is over 2 GB: no browser tab can open it. Choose a smaller one.',
    progress: '{some} of {all}',
    fetching: 'Fetching {name}',
    cancel: 'Stop; what has come is kept',
    done: '{name} is here.',
  },
  kept: {
    title: 'Here now',
    none: 'No model of yours is on this device.',
    model: 'Model',
    size: 'Size',
    state: 'State',
    whole: 'stored',
    part: '{some} of {all}, broke off',
    folder: 'from a folder, until reload',
    openIn: 'Open in',
    goOn: 'Go on',
    goOnName: 'Go on fetching {name}',
    remove: 'Remove',
    removeName: 'Remove {name}',
  },
  bar: {
    label: 'Model',
    site: '{name} (this site’s)',
    runs: '{name}: vocabulary {vocabulary}, reads at most {window} tokens here. All that is drawn comes from it; where the lesson names words, token counts or the page’s own model, it means {site}.',
    loading: 'Opening {name} from this device.',
    hub: '{name} is not on this device, and nothing has been fetched. It would come from {address}: config.json, the tokenizer and one ONNX file, whose size you see before you fetch it.',
    folder:
      'This link was made with a model from a folder called “{name}”. Choose that folder to see the same picture.',
    toModels: 'See what it takes',
    toFolder: 'Choose the folder',
    shut: 'The attention of {name} can’t be looked into: {why}',
    cannot:
      'This panel needs graphs that were made to be opened, so it stays with {site}; your model runs in: {topics}.',
  },
  shut: {
    fused:
      'its graph does the whole attention in one node ({detail}), which gives out no pattern. Another file of the same model, often fp32, may be open.',
    branch: 'its attention lies inside a branch of the graph ({detail}), whose tensors can’t be brought out.',
    unknown: 'softmax between two products was not found once a layer ({detail}).',
    unlike:
      'what its graph computes is not softmax of q·k times v and nothing else: there are slopes, caps or extra columns in it, and the pictures here would name them wrongly.',
  },
  problems: {
    'bad-name':
      '“{detail}” is no model’s name: it has the form owner/name, letters, digits, dots and hyphens.',
    'bad-address': '“{detail}” is no address: it begins with https:// and names a host.',
    mixed: 'This page came over https, and from there a browser asks no http address ({detail}).',
    offline: 'This device has no network just now, so {detail} could not be asked.',
    unreachable:
      '{detail} did not answer: the name is wrong, the host is down, or the network does not let you there.',
    cors: '{detail} is there but lets no other website read its files (it sends no CORS header).',
    'host-policy':
      'The server of this page sends a policy for fetch.html that forbids other hosts ({detail}); the README says how to serve it.',
    'not-found':
      'There is no such file: {detail}. Is the name right, and the model laid out for transformers.js?',
    denied:
      'The host wants a login or an agreement first: {detail}. Models behind a login cannot be brought this way.',
    limited: 'The host says: too many requests. Wait a few minutes. {detail}',
    server: 'The host answered with an error: {detail}',
    page: 'A web page came in place of the file: {detail}',
    'not-json': 'This is not the JSON it should be: {detail}',
    'missing-files': 'Missing: {detail}',
    'no-graph':
      'There is no graph in transformers.js’s layout here (wanted: {detail}). Weights in safetensors or GGUF form don’t run in this page.',
    'not-causal': 'This is no causal language model ({detail}): it doesn’t score the next token of a text.',
    inputs: 'Its graph wants inputs this page cannot fill: {detail}',
    'broke-off': 'The connection broke off in {detail}. What has come is kept; going on starts from there.',
    'storage-full':
      'The browser’s storage is full: remove a model, or take a smaller file. What has come is kept.',
    damaged:
      '{detail} did not arrive as the hub describes it, and was thrown away. Fetching again asks for it afresh.',
    'too-large': 'Too large for a browser tab: {detail}',
    cancelled: 'Stopped. What has come is kept.',
    'not-here': '{detail} is not on this device.',
    failed: 'It did not work: {detail}',
  },
};

/** The shape both languages share. */
export type OwnStrings = typeof en;
