/** The frame that `story-chat` was tuned with (training/world/instructions.py); the answer follows it. */
export function instructionText(request: string): string {
  return `Instruction: ${request.trim()}\nAnswer:`;
}
