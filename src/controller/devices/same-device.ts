/** What is known of a device, to find it again. */
export interface DeviceIdentity {
  readonly deviceId: string;
  /** Empty where the user has allowed the page no device yet. */
  readonly label: string;
  readonly groupId: string;
}

/** Entries that stand for another one of the list: the system's choice, and its choice for calls. */
const STANDING_FOR_OTHERS = ['', 'default', 'communications'];

/**
 * The device in a list that was known before: by its id, or by its label, or where there are no labels by its group, if
 * that is the only one of the list, since some systems give a device another id when it is plugged into another socket.
 * Undefined if it is not there.
 */
export function findDevice<Device extends DeviceIdentity>(
  devices: readonly Device[],
  known: DeviceIdentity,
): Device | undefined {
  const real = devices.filter(({ deviceId }) => !STANDING_FOR_OTHERS.includes(deviceId));
  const only = (fits: (device: Device) => boolean) => {
    const found = real.filter(fits);
    return found.length === 1 ? found[0] : undefined;
  };
  return (
    real.find(({ deviceId }) => deviceId === known.deviceId) ??
    // Chromium writes “Default - ” in the language of the system before the label of the device that it stands for.
    only(({ label }) => label !== '' && (known.label === label || known.label.endsWith(` - ${label}`))) ??
    // The outputs of one sound card share a group, and have different labels.
    only(({ label, groupId }) => groupId !== '' && groupId === known.groupId && (label === '' || known.label === ''))
  );
}
