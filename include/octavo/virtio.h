/* SPDX-License-Identifier: MIT */
/*
 * virtio.h - devices that speak virtio: rings of buffers in shared memory.
 *
 *	descriptors	each a piece of memory; NEXT links them to a buffer
 *	available	heads of buffers, written by the driver
 *	used		heads that the device is done with, written by it
 *
 * Buffers are mapped for DMA by their owner, who gets `data` back when the
 * device is done with one.
 *
 * Locking: each queue's calls one at a time.
 * Source: Virtual I/O Device (VIRTIO) 1.1, sections 2.6 and 4.1.
 */
#ifndef OCTAVO_VIRTIO_H
#define OCTAVO_VIRTIO_H

#include <octavo/pci.h>
#include <octavo/scatterlist.h>
#include <octavo/types.h>

#define VIRTIO_F_VERSION_1	32
#define VIRTQUEUE_SIZE		64u

struct vring_desc {
	u64 addr;
	u32 len;
	u16 flags, next;
};

struct vring_avail {
	u16 flags, idx, ring[VIRTQUEUE_SIZE];
};

struct vring_used {
	u16 flags, idx;
	struct {
		u32 id, len;
	} ring[VIRTQUEUE_SIZE];
};

/* All that the device looks at. */
struct vring {
	struct vring_desc desc[VIRTQUEUE_SIZE];
	struct vring_avail avail __aligned(2);
	struct vring_used used __aligned(4);
};

struct virtqueue {
	struct vring *ring;		/* coherent */
	dma_addr_t ring_addr;
	unsigned int num_free;
	u16 free_head, last_used;
	void __iomem *notify;
	u16 index;
	void *data[VIRTQUEUE_SIZE];	/* of the buffer that begins there */
};

struct virtio_device {
	struct pci_dev *pdev;
	u8 __iomem *common, *isr, *config;	/* config: the device's own */
	u8 __iomem *notify;
	u32 notify_multiplier;
	void __iomem *bars[PCI_STD_NUM_BARS];	/* what is mapped of each */
};

/**
 * virtio_pci_start() - find a device's registers, agree on features
 * @vdev: filled in
 * @pdev: enabled, with its regions
 * @wanted: bits of the features to have if the device offers them
 * @features: those it has
 *
 * Context: May sleep.
 * Return: 0; -ENODEV: not a device of virtio 1, or it did not agree, -ENOMEM.
 * Pairs with: virtio_pci_stop().
 */
int virtio_pci_start(struct virtio_device *vdev, struct pci_dev *pdev,
		     u64 wanted, u64 *features);

/**
 * virtio_device_ready() - the driver is ready: the device may begin
 * @vdev: started, with its queues
 *
 * Context: Any context.
 */
void virtio_device_ready(struct virtio_device *vdev);

/**
 * virtio_reset_device() - have the device forget its queues
 * @vdev: started
 *
 * It touches no memory any more when this returns.
 *
 * Context: May sleep.
 */
void virtio_reset_device(struct virtio_device *vdev);

/**
 * virtio_pci_stop() - undo virtio_pci_start()
 * @vdev: its queues are gone
 *
 * Context: May sleep.
 */
void virtio_pci_stop(struct virtio_device *vdev);

/**
 * virtio_pci_isr() - why the device interrupted; acknowledges it
 * @vdev: started
 *
 * Context: Any context.
 * Return: 0: it did not.
 */
u8 virtio_pci_isr(struct virtio_device *vdev);

/**
 * virtqueue_create() - make a queue
 * @vdev: started, not ready yet
 * @vq: filled in
 * @index: which of the device's
 *
 * Context: May sleep.
 * Return: 0, -ENOENT if the device has no such queue or a smaller one than
 *	VIRTQUEUE_SIZE, -ENOMEM.
 * Pairs with: virtqueue_destroy().
 */
int virtqueue_create(struct virtio_device *vdev, struct virtqueue *vq,
		     u16 index);

/**
 * virtqueue_destroy() - free a queue
 * @vdev: reset
 * @vq: made by virtqueue_create(), or zeros
 *
 * Context: May sleep.
 */
void virtqueue_destroy(struct virtio_device *vdev, struct virtqueue *vq);

/**
 * virtqueue_add_premapped() - give the device a buffer
 * @vq: the queue
 * @sg: entries with sg_dma_address() and sg_dma_len(), in an array
 * @num: entries
 * @to_driver: the device writes to it
 * @data: comes back with it; not NULL
 *
 * Context: Any context.
 * Return: 0, -ENOSPC.
 */
int virtqueue_add_premapped(struct virtqueue *vq, struct scatterlist *sg,
			    unsigned int num, bool to_driver, void *data);

/**
 * virtqueue_kick() - tell the device of what was added
 * @vq: the queue
 *
 * Context: Any context.
 */
void virtqueue_kick(struct virtqueue *vq);

/**
 * virtqueue_get_buf() - take back a buffer the device is done with
 * @vq: the queue
 * @len: bytes it has written
 *
 * Context: Any context.
 * Return: the buffer's data; NULL: none is done.
 */
void *virtqueue_get_buf(struct virtqueue *vq, unsigned int *len);

/**
 * virtqueue_detach_unused_buf() - take back one it has not done
 * @vq: of a device that was reset
 *
 * Context: Any context.
 * Return: the buffer's data; NULL: there is none.
 */
void *virtqueue_detach_unused_buf(struct virtqueue *vq);

/**
 * virtqueue_disable_cb() - interrupts for this queue are not needed
 * @vq: the queue
 *
 * A hint: one may come nevertheless.
 *
 * Context: Any context.
 */
void virtqueue_disable_cb(struct virtqueue *vq);

/**
 * virtqueue_enable_cb() - they are, again
 * @vq: the queue
 *
 * Context: Any context.
 * Return: false: something is done already, and no interrupt will tell.
 */
bool virtqueue_enable_cb(struct virtqueue *vq);

#endif
