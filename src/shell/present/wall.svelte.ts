/** What lies over the picture while presenting. */
export class Wall {
  blank: boolean = $state(false);
  tool: 'none' | 'spotlight' | 'pen' = $state('none');
  overview: boolean = $state(false);

  toggle(tool: 'spotlight' | 'pen'): void {
    this.tool = this.tool === tool ? 'none' : tool;
  }

  /** A new slide starts with nothing over it. */
  clear(): void {
    this.blank = false;
    this.tool = 'none';
  }

  /** Takes away the uppermost thing; false when nothing lay over the picture. */
  back(): boolean {
    if (!this.blank && this.tool === 'none') return false;
    this.clear();
    return true;
  }
}
