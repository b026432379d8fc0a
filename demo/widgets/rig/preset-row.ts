import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { PresetState, RigActions, RigState } from '../../rig-state.js';
import { dotsIcon, plusIcon, redoIcon, undoIcon } from '../controls/icons.js';
import type { MenuSection } from '../controls/menu.js';
import { sharedStyles } from '../controls/styles.js';
import type { ChooseEvent } from '../events.js';
import { nameField } from './name-field.js';
import { presetStyles } from './preset-row-styles.js';

/** What the field for a name is for: a new preset, or the id of one that gets another name. */
type Naming = { readonly id: string | null } | null;

/** The presets with what can be done with them, undo and redo; before them the slot `play`, after them what else is slotted. */
export class PresetRow extends LitElement {
  static override properties = {
    rig: { attribute: false },
    actions: { attribute: false },
    naming: { state: true },
  };

  static override styles = [sharedStyles, presetStyles];

  declare rig: RigState;
  declare actions: RigActions;
  declare naming: Naming;

  constructor() {
    super();
    this.naming = null;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('naming') && this.naming) this.renderRoot.querySelector('input')?.select();
    if (changed.has('rig')) this.#showChosen(changed.get('rig') as RigState | undefined);
  }

  protected override render(): unknown {
    const { presets, canUndo, canRedo } = this.rig;
    return html`
      <div class="row">
        <slot name="play"></slot>
        <div class="presets" role="group" aria-label="Presets">
          ${presets.map((preset, index) => this.#preset(preset, index))} ${this.#save()}
        </div>
        <div class="history" role="group" aria-label="History">
          <demo-round-button
            label="Undo (Ctrl + Z)"
            ?disabled=${!canUndo}
            @click=${() => canUndo && this.actions.undo()}
          >
            ${undoIcon}
          </demo-round-button>
          <demo-round-button
            label="Redo (Shift + Ctrl + Z)"
            ?disabled=${!canRedo}
            @click=${() => canRedo && this.actions.redo()}
          >
            ${redoIcon}
          </demo-round-button>
        </div>
        <slot></slot>
      </div>
    `;
  }

  #preset({ id, name }: PresetState, index: number): unknown {
    if (this.naming?.id === id) {
      return nameField(name, 'Name of the preset', (next) => {
        this.naming = null;
        if (next !== null && next !== name) void this.actions.renamePreset(id, next);
      });
    }
    const chosen = id === this.rig.presetId;
    const edited = chosen && this.rig.edited;
    return html`
      <div class="preset ${chosen ? 'chosen' : ''}">
        <button
          aria-pressed=${chosen}
          aria-label="Preset ${index + 1}: ${name}${edited ? ', edited' : ''}"
          @click=${() => this.actions.choosePreset(id)}
          @dblclick=${() => {
            this.naming = { id };
          }}
        >
          ${index + 1} · ${name}<span class="edited" title="Edited since it was saved">${edited ? '•' : ''}</span>
        </button>
        ${
          chosen
            ? html`
                <demo-menu
                  icon
                  label="Preset ${name}: more"
                  .sections=${presetSections(edited)}
                  @choose=${({ choice }: ChooseEvent) => this.#obey(choice, id, name)}
                >
                  ${dotsIcon}
                </demo-menu>
              `
            : nothing
        }
      </div>
    `;
  }

  #save(): unknown {
    if (this.naming && this.naming.id === null) {
      return nameField(this.#freeName(), 'Name of the new preset', (name) => {
        this.naming = null;
        if (name !== null) void this.actions.savePreset(name);
      });
    }
    return html`
      <button
        class="save"
        title="Keep the rig as a new preset"
        @click=${() => {
          this.naming = { id: null };
        }}
      >
        ${plusIcon} Save
      </button>
    `;
  }

  #obey(choice: string, id: string, name: string): void {
    if (choice === 'save') void this.actions.savePreset(name);
    else if (choice === 'back') void this.actions.choosePreset(id);
    else if (choice === 'rename') this.naming = { id };
    else void this.actions.removePreset(id);
  }

  #freeName(): string {
    const taken = new Set(this.rig.presets.map(({ name }) => name));
    let number = this.rig.presets.length + 1;
    while (taken.has(`Rig ${number}`)) number++;
    return `Rig ${number}`;
  }

  /** Brings the chosen preset into view where the row scrolls. */
  #showChosen(before: RigState | undefined): void {
    if (before === undefined || before.presetId === this.rig.presetId) return;
    const row = this.renderRoot.querySelector<HTMLElement>('.presets');
    const chosen = this.renderRoot.querySelector<HTMLElement>('.chosen');
    if (row && chosen) row.scrollLeft = chosen.offsetLeft - row.offsetLeft - (row.clientWidth - chosen.clientWidth) / 2;
  }
}

function presetSections(edited: boolean): MenuSection[] {
  const changes = [
    { value: 'save', label: 'Save the changes', disabled: !edited },
    { value: 'back', label: 'Back to what was saved', disabled: !edited },
  ];
  return [
    { items: changes },
    {
      items: [
        { value: 'rename', label: 'Rename…' },
        { value: 'remove', label: 'Remove' },
      ],
    },
  ];
}
