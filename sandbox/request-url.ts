/** The address of a request. Whatever a client wrote there, it parses: `//`, say, which `new URL` takes for a host without a name. */
export function requestUrl(path: string | undefined): URL {
  const text = `http://127.0.0.1${path ?? '/'}`;
  return new URL(URL.canParse(text) ? text : 'http://127.0.0.1/');
}
