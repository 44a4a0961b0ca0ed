/* SPDX-License-Identifier: MIT */
/*
 * pci.c - virtio devices on the PCI bus: where their registers are, and how
 * to begin and to end, see octavo/virtio.h.
 *
 * Capabilities of the vendor's kind say in which region, and where there, a
 * group of registers lies. Each region is mapped once.
 *
 * Source: Virtual I/O Device (VIRTIO) 1.1, sections 3.1.1 and 4.1.4.
 */
#include <octavo/cpu.h>
#include <octavo/dma-mapping.h>
#include <octavo/errno.h>
#include <octavo/virtio.h>

/* A capability: its kind, where; behind it the notifications' multiplier. */
#define CAP_TYPE		3
#define CAP_BAR			4
#define CAP_OFFSET		8
#define CAP_LENGTH		12
#define CAP_MULTIPLIER		16
#define TYPE_COMMON		1u
#define TYPE_NOTIFY		2u
#define TYPE_ISR		3u
#define TYPE_DEVICE		4u
#define MAX_REGION		0x10000u

/* Common registers. */
#define DEVICE_FEATURE_SELECT	0x00
#define DEVICE_FEATURE		0x04
#define DRIVER_FEATURE_SELECT	0x08
#define DRIVER_FEATURE		0x0c
#define DEVICE_STATUS		0x14
#define QUEUE_SELECT		0x16
#define QUEUE_SIZE		0x18
#define QUEUE_ENABLE		0x1c
#define QUEUE_NOTIFY_OFF	0x1e
#define QUEUE_DESC		0x20
#define QUEUE_DRIVER		0x28
#define QUEUE_DEVICE		0x30

#define STATUS_ACKNOWLEDGE	1u
#define STATUS_DRIVER		2u
#define STATUS_DRIVER_OK	4u
#define STATUS_FEATURES_OK	8u

/* ---- registers ------------------------------------------------------------------- */

static u8 __iomem *map_bar(struct virtio_device *vdev, unsigned int bar)
{
	if (bar >= PCI_STD_NUM_BARS)
		return NULL;
	if (!vdev->bars[bar])
		vdev->bars[bar] = pci_iomap(vdev->pdev, (int)bar, MAX_REGION);
	return vdev->bars[bar];
}

/* Where the registers of the capability at @pos are; NULL: nowhere. */
static u8 __iomem *registers_at(struct virtio_device *vdev, u8 pos)
{
	const unsigned int bar = pci_read_config(vdev->pdev, pos + CAP_BAR, 1);
	const u32 offset = pci_read_config(vdev->pdev, pos + CAP_OFFSET, 4);
	const u32 len = pci_read_config(vdev->pdev, pos + CAP_LENGTH, 4);
	u8 __iomem *base = map_bar(vdev, bar);

	if (!base)
		return NULL;
	if ((u64)offset + len > min_t(u64, pci_resource_len(vdev->pdev, bar),
				      MAX_REGION))
		return NULL;
	return base + offset;
}

static void take_capability(struct virtio_device *vdev, u8 pos)
{
	u8 __iomem *where;

	switch (pci_read_config(vdev->pdev, pos + CAP_TYPE, 1)) {
	case TYPE_COMMON:
		vdev->common = registers_at(vdev, pos);
		break;
	case TYPE_NOTIFY:
		where = registers_at(vdev, pos);
		vdev->notify = where;
		vdev->notify_multiplier =
			pci_read_config(vdev->pdev, pos + CAP_MULTIPLIER, 4);
		break;
	case TYPE_ISR:
		vdev->isr = registers_at(vdev, pos);
		break;
	case TYPE_DEVICE:
		vdev->config = registers_at(vdev, pos);
		break;
	}
}

static int find_registers(struct virtio_device *vdev)
{
	struct pci_dev *pdev = vdev->pdev;
	u8 pos = pci_find_capability(pdev, PCI_CAP_ID_VNDR);

	for (; pos; pos = pci_find_next_capability(pdev, pos, PCI_CAP_ID_VNDR))
		take_capability(vdev, pos);
	return vdev->common && vdev->notify && vdev->isr && vdev->config ?
		       0 : -ENODEV;
}

static void unmap_registers(struct virtio_device *vdev)
{
	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		pci_iounmap(vdev->pdev, vdev->bars[bar]);
}

/* ---- begin and end ------------------------------------------------------------------ */

static void add_status(struct virtio_device *vdev, u8 bits)
{
	writeb(readb(vdev->common + DEVICE_STATUS) | bits,
	       vdev->common + DEVICE_STATUS);
}

void virtio_reset_device(struct virtio_device *vdev)
{
	writeb(0, vdev->common + DEVICE_STATUS);
	while (readb(vdev->common + DEVICE_STATUS))
		cpu_relax();
}

static u64 offered_features(struct virtio_device *vdev)
{
	u64 features;

	writel(1, vdev->common + DEVICE_FEATURE_SELECT);
	features = (u64)readl(vdev->common + DEVICE_FEATURE) << 32;
	writel(0, vdev->common + DEVICE_FEATURE_SELECT);
	return features | readl(vdev->common + DEVICE_FEATURE);
}

static int agree(struct virtio_device *vdev, u64 features)
{
	for (u32 i = 0; i < 2; i++) {
		writel(i, vdev->common + DRIVER_FEATURE_SELECT);
		writel((u32)(features >> 32 * i),
		       vdev->common + DRIVER_FEATURE);
	}
	add_status(vdev, STATUS_FEATURES_OK);
	return readb(vdev->common + DEVICE_STATUS) & STATUS_FEATURES_OK ?
		       0 : -ENODEV;
}

int virtio_pci_start(struct virtio_device *vdev, struct pci_dev *pdev,
		     u64 wanted, u64 *features)
{
	const u64 version_1 = 1ull << VIRTIO_F_VERSION_1;
	int err;

	*vdev = (struct virtio_device){ .pdev = pdev };
	err = find_registers(vdev);
	if (err)
		goto out;
	virtio_reset_device(vdev);
	add_status(vdev, STATUS_ACKNOWLEDGE);
	add_status(vdev, STATUS_DRIVER);
	*features = offered_features(vdev) & (wanted | version_1);
	err = *features & version_1 ? agree(vdev, *features) : -ENODEV;
	if (!err)
		return 0;
	virtio_reset_device(vdev);
out:
	unmap_registers(vdev);
	return err;
}

void virtio_device_ready(struct virtio_device *vdev)
{
	add_status(vdev, STATUS_DRIVER_OK);
}

void virtio_pci_stop(struct virtio_device *vdev)
{
	virtio_reset_device(vdev);
	unmap_registers(vdev);
}

u8 virtio_pci_isr(struct virtio_device *vdev)
{
	return readb(vdev->isr);
}

/* ---- queues ------------------------------------------------------------------------- */

static void write_address(struct virtio_device *vdev, unsigned int reg, u64 addr)
{
	writel((u32)addr, vdev->common + reg);
	writel((u32)(addr >> 32), vdev->common + reg + 4);
}

static void make_all_free(struct virtqueue *vq)
{
	vq->num_free = VIRTQUEUE_SIZE;
	for (u16 i = 0; i < VIRTQUEUE_SIZE; i++)
		vq->ring->desc[i].next = (i + 1) % VIRTQUEUE_SIZE;
}

int virtqueue_create(struct virtio_device *vdev, struct virtqueue *vq,
		     u16 index)
{
	*vq = (struct virtqueue){ .index = index };
	writew(index, vdev->common + QUEUE_SELECT);
	if (readw(vdev->common + QUEUE_SIZE) < VIRTQUEUE_SIZE)
		return -ENOENT;
	vq->ring = dma_alloc_coherent(&vdev->pdev->dev, sizeof(*vq->ring),
				      &vq->ring_addr, GFP_KERNEL);
	if (!vq->ring)
		return -ENOMEM;
	make_all_free(vq);
	vq->notify = vdev->notify + vdev->notify_multiplier *
		     readw(vdev->common + QUEUE_NOTIFY_OFF);
	writew(VIRTQUEUE_SIZE, vdev->common + QUEUE_SIZE);
	write_address(vdev, QUEUE_DESC, vq->ring_addr);
	write_address(vdev, QUEUE_DRIVER,
		      vq->ring_addr + offsetof(struct vring, avail));
	write_address(vdev, QUEUE_DEVICE,
		      vq->ring_addr + offsetof(struct vring, used));
	writew(1, vdev->common + QUEUE_ENABLE);
	return 0;
}

void virtqueue_destroy(struct virtio_device *vdev, struct virtqueue *vq)
{
	if (vq->ring)
		dma_free_coherent(&vdev->pdev->dev, sizeof(*vq->ring), vq->ring,
				  vq->ring_addr);
	*vq = (struct virtqueue){ 0 };
}
