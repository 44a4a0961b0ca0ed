/* SPDX-License-Identifier: MIT */
/*
 * virtio_net.c - an Ethernet device that exchanges frames by virtio.
 *
 *	sending		skb -> sg list -> mapped -> queue 1; unmapped and freed
 *			when the device has it
 *	receiving	pages, high memory too, wait in queue 0; what arrives in
 *			one becomes a fragment of an skb whose head has a copy
 *			of the protocols' headers, a short frame is all copied
 *	interrupt	-> napi_schedule(): both is seen to by poll()
 *
 * Before each frame is a header that this driver has no use for. One of zeros,
 * in coherent memory, is the first piece of everything that is sent.
 *
 * Invariant: a receive slot has a page, mapped and in the queue, or none.
 *
 * Locking: as octavo/netdevice.h says: xmit and poll never run together; the
 * interrupt handler only schedules.
 * Source: Virtual I/O Device (VIRTIO) 1.1, section 5.1.
 */
#include <octavo/bug.h>
#include <octavo/dma-mapping.h>
#include <octavo/errno.h>
#include <octavo/etherdevice.h>
#include <octavo/highmem.h>
#include <octavo/interrupt.h>
#include <octavo/netdevice.h>
#include <octavo/slab.h>
#include <octavo/virtio.h>
#include "../internal.h"

#define VIRTIO_NET_F_MAC	5
#define RX_QUEUE		0
#define TX_QUEUE		1
#define NR_RX			32u
#define RX_COPY			128u	/* bytes of a frame, into the head */
#define HEADER_SIZE		12u
/* Entries of the longest skb: header, linear part, fragments. */
#define MAX_PIECES		(2 + MAX_SKB_FRAGS)

struct virtnet_rx {
	struct page *page;		/* NULL: empty */
	dma_addr_t addr;
};

struct virtnet_tx {
	struct sk_buff *skb;
	int nents;
	struct scatterlist sg[];	/* the header's, then the skb's */
};

struct virtnet {
	struct virtio_device vdev;
	struct net_device *dev;
	struct napi_struct napi;
	struct virtqueue rxq, txq;
	void *header;
	dma_addr_t header_addr;
	struct virtnet_rx rx[NR_RX];
	int irq;
};

static struct device *dma_device(const struct virtnet *vi)
{
	return &vi->vdev.pdev->dev;
}

/* ---- sending ------------------------------------------------------------------- */

static void tx_unmap(struct virtnet *vi, struct virtnet_tx *tx)
{
	dma_unmap_sg(dma_device(vi), tx->sg + 1, tx->nents, DMA_TO_DEVICE);
}

/* Free what the device has sent. */
static void tx_reclaim(struct virtnet *vi)
{
	struct virtnet_tx *tx;
	unsigned int len;

	while ((tx = virtqueue_get_buf(&vi->txq, &len))) {
		tx_unmap(vi, tx);
		vi->dev->stats.tx_packets++;
		vi->dev->stats.tx_bytes += tx->skb->len;
		consume_skb(tx->skb);
		kfree(tx);
	}
	if (netif_queue_stopped(vi->dev) && vi->txq.num_free >= MAX_PIECES)
		netif_wake_queue(vi->dev);
}

/* Map @skb into @tx and queue it. 0 or -errno. */
static int tx_add(struct virtnet *vi, struct virtnet_tx *tx,
		  struct sk_buff *skb)
{
	unsigned int mapped;
	int err;

	sg_init_table(tx->sg, MAX_PIECES);
	sg_dma_address(tx->sg) = vi->header_addr;
	sg_dma_len(tx->sg) = HEADER_SIZE;
	tx->skb = skb;
	tx->nents = skb_to_sgvec(skb, tx->sg + 1, 0, (int)skb->len);
	if (tx->nents < 0)
		return tx->nents;
	mapped = dma_map_sg(dma_device(vi), tx->sg + 1, tx->nents,
			    DMA_TO_DEVICE);
	if (!mapped)
		return -ENOMEM;
	err = virtqueue_add_premapped(&vi->txq, tx->sg, 1 + mapped, false, tx);
	if (err)
		tx_unmap(vi, tx);
	return err;
}

static netdev_tx_t virtnet_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct virtnet *vi = netdev_priv(dev);
	struct virtnet_tx *tx;

	tx = kmalloc(sizeof(*tx) + MAX_PIECES * sizeof(tx->sg[0]), GFP_ATOMIC);
	if (!tx || tx_add(vi, tx, skb)) {
		kfree(tx);
		dev->stats.tx_dropped++;
		kfree_skb(skb);
		return NETDEV_TX_OK;
	}
	virtqueue_kick(&vi->txq);
	if (vi->txq.num_free < MAX_PIECES)
		netif_stop_queue(dev);
	return NETDEV_TX_OK;
}

/* ---- receiving ------------------------------------------------------------------- */

/* Have the device fill a page: @slot's, or a fresh one. */
static int rx_post(struct virtnet *vi, struct virtnet_rx *slot)
{
	struct scatterlist sg;
	int err;

	if (!slot->page)
		slot->page = alloc_page(GFP_ATOMIC | __GFP_HIGHMEM);
	if (!slot->page)
		return -ENOMEM;
	slot->addr = dma_map_page(dma_device(vi), slot->page, 0, PAGE_SIZE,
				  DMA_FROM_DEVICE);
	err = dma_mapping_error(dma_device(vi), slot->addr);
	if (err)
		goto out;
	sg_init_table(&sg, 1);
	sg_dma_address(&sg) = slot->addr;
	sg_dma_len(&sg) = PAGE_SIZE;
	err = virtqueue_add_premapped(&vi->rxq, &sg, 1, true, slot);
	if (!err)
		return 0;
	dma_unmap_page(dma_device(vi), slot->addr, PAGE_SIZE, DMA_FROM_DEVICE);
out:
	put_page(slot->page);
	slot->page = NULL;
	return err;
}

/* Slots that had no memory last time get another try. */
static void rx_fill(struct virtnet *vi)
{
	bool added = false;

	for (unsigned int i = 0; i < NR_RX; i++)
		if (!vi->rx[i].page)
			added |= !rx_post(vi, &vi->rx[i]);
	if (added)
		virtqueue_kick(&vi->rxq);
}

/* An skb of the @size bytes behind the header in @slot's page, which it may
 * take. NULL without memory. */
static struct sk_buff *rx_skb(struct virtnet *vi, struct virtnet_rx *slot,
			      unsigned int size)
{
	const unsigned int copy = min(size, RX_COPY);
	struct sk_buff *skb = netdev_alloc_skb(vi->dev, RX_COPY + NET_IP_ALIGN);
	const char *from;

	if (!skb)
		return NULL;
	skb_reserve(skb, NET_IP_ALIGN);
	from = kmap_local_page(slot->page);
	skb_put_data(skb, from + HEADER_SIZE, copy);
	kunmap_local(from);
	if (size > copy) {
		skb_add_rx_frag(skb, 0, slot->page, (int)(HEADER_SIZE + copy),
				(int)(size - copy), PAGE_SIZE);
		slot->page = NULL;
	}
	return skb;
}

static void rx_frame(struct virtnet *vi, struct virtnet_rx *slot,
		     unsigned int len)
{
	struct net_device *dev = vi->dev;
	struct sk_buff *skb;

	if (len < HEADER_SIZE + ETH_HLEN || len > PAGE_SIZE) {
		dev->stats.rx_errors++;
		return;
	}
	skb = rx_skb(vi, slot, len - HEADER_SIZE);
	if (!skb) {
		dev->stats.rx_dropped++;
		return;
	}
	dev->stats.rx_packets++;
	dev->stats.rx_bytes += skb->len;
	skb->protocol = eth_type_trans(skb, dev);
	napi_gro_receive(&vi->napi, skb);
}

static int rx_poll(struct virtnet *vi, int budget)
{
	struct virtnet_rx *slot;
	unsigned int len;
	int done = 0;

	while (done < budget && (slot = virtqueue_get_buf(&vi->rxq, &len))) {
		dma_unmap_page(dma_device(vi), slot->addr, PAGE_SIZE,
			       DMA_FROM_DEVICE);
		rx_frame(vi, slot, len);
		rx_post(vi, slot);
		done++;
	}
	if (done)
		virtqueue_kick(&vi->rxq);
	rx_fill(vi);
	return done;
}

static int virtnet_poll(struct napi_struct *napi, int budget)
{
	struct virtnet *vi = container_of(napi, struct virtnet, napi);
	bool quiet;
	int done;

	tx_reclaim(vi);
	done = rx_poll(vi, budget);
	if (done == budget || !napi_complete_done(napi, done))
		return done;
	/* What came before interrupts were let in again is not told. */
	quiet = virtqueue_enable_cb(&vi->txq);
	quiet &= virtqueue_enable_cb(&vi->rxq);
	if (!quiet)
		napi_schedule(napi);
	return done;
}

static irqreturn_t virtnet_interrupt(int irq, void *dev_id)
{
	struct virtnet *vi = dev_id;

	if (!virtio_pci_isr(&vi->vdev))
		return IRQ_NONE;
	if (napi_schedule_prep(&vi->napi)) {
		virtqueue_disable_cb(&vi->rxq);
		virtqueue_disable_cb(&vi->txq);
		__napi_schedule(&vi->napi);
	}
	return IRQ_HANDLED;
}

/* ---- up and down ------------------------------------------------------------------ */

static int virtnet_open(struct net_device *dev)
{
	struct virtnet *vi = netdev_priv(dev);

	rx_fill(vi);
	napi_enable(&vi->napi);
	netif_start_queue(dev);
	/* Whatever was told while it was down. */
	napi_schedule(&vi->napi);
	return 0;
}

static int virtnet_stop(struct net_device *dev)
{
	struct virtnet *vi = netdev_priv(dev);

	netif_stop_queue(dev);
	napi_disable(&vi->napi);
	return 0;
}

static const struct net_device_ops virtnet_ops = {
	.ndo_open = virtnet_open,
	.ndo_stop = virtnet_stop,
	.ndo_start_xmit = virtnet_xmit,
	.ndo_validate_addr = eth_validate_addr,
};

/* ---- the device --------------------------------------------------------------------- */

static void free_buffers(struct virtnet *vi)
{
	struct virtnet_rx *slot;
	struct virtnet_tx *tx;

	while ((slot = virtqueue_detach_unused_buf(&vi->rxq))) {
		dma_unmap_page(dma_device(vi), slot->addr, PAGE_SIZE,
			       DMA_FROM_DEVICE);
		put_page(slot->page);
	}
	while ((tx = virtqueue_detach_unused_buf(&vi->txq))) {
		tx_unmap(vi, tx);
		kfree_skb(tx->skb);
		kfree(tx);
	}
}

static void read_address(struct virtnet *vi, u64 features)
{
	u8 addr[ETH_ALEN];

	if (!(features >> VIRTIO_NET_F_MAC & 1)) {
		eth_hw_addr_random(vi->dev);
		return;
	}
	for (unsigned int i = 0; i < ETH_ALEN; i++)
		addr[i] = readb(vi->vdev.config + i);
	eth_hw_addr_set(vi->dev, addr);
}

static void destroy_queues(struct virtnet *vi)
{
	virtqueue_destroy(&vi->vdev, &vi->rxq);
	virtqueue_destroy(&vi->vdev, &vi->txq);
	if (vi->header)
		dma_free_coherent(dma_device(vi), HEADER_SIZE, vi->header,
				  vi->header_addr);
}

static int create_queues(struct virtnet *vi)
{
	int err = -ENOMEM;

	vi->header = dma_alloc_coherent(dma_device(vi), HEADER_SIZE,
					&vi->header_addr, GFP_KERNEL);
	if (vi->header)
		err = virtqueue_create(&vi->vdev, &vi->rxq, RX_QUEUE);
	if (!err)
		err = virtqueue_create(&vi->vdev, &vi->txq, TX_QUEUE);
	if (err)
		destroy_queues(vi);
	return err;
}

static int start_interrupts(struct virtnet *vi)
{
	struct pci_dev *pdev = vi->vdev.pdev;
	int err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);

	if (err < 0)
		return err;
	vi->irq = pci_irq_vector(pdev, 0);
	err = request_irq((unsigned int)vi->irq, virtnet_interrupt, IRQF_SHARED,
			  "virtio", vi);
	if (err)
		pci_free_irq_vectors(pdev);
	return err;
}

static void stop_interrupts(struct virtnet *vi)
{
	free_irq((unsigned int)vi->irq, vi);
	pci_free_irq_vectors(vi->vdev.pdev);
}

/* From the registers up to the name of the device. */
static int virtnet_start(struct virtnet *vi, struct pci_dev *pdev)
{
	u64 features;
	int err;

	err = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (!err)
		err = virtio_pci_start(&vi->vdev, pdev, 1u << VIRTIO_NET_F_MAC,
				       &features);
	if (err)
		return err;
	read_address(vi, features);
	err = create_queues(vi);
	if (err)
		goto out_stop;
	err = start_interrupts(vi);
	if (err)
		goto out_queues;
	netif_napi_add(vi->dev, &vi->napi, virtnet_poll);
	virtio_device_ready(&vi->vdev);
	err = register_netdev(vi->dev);
	if (!err)
		return 0;
	stop_interrupts(vi);
	virtio_reset_device(&vi->vdev);
out_queues:
	destroy_queues(vi);
out_stop:
	virtio_pci_stop(&vi->vdev);
	return err;
}

static int virtnet_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct net_device *dev = alloc_etherdev(sizeof(struct virtnet));
	struct virtnet *vi;
	int err;

	if (!dev)
		return -ENOMEM;
	vi = netdev_priv(dev);
	vi->dev = dev;
	dev->netdev_ops = &virtnet_ops;
	dev->features |= NETIF_F_SG | NETIF_F_HIGHDMA;
	SET_NETDEV_DEV(dev, &pdev->dev);
	pci_enable_device(pdev);
	err = pci_request_regions(pdev, "virtio");
	if (err)
		goto out_disable;
	pci_set_master(pdev);
	err = virtnet_start(vi, pdev);
	if (err)
		goto out_regions;
	pci_set_drvdata(pdev, vi);
	return 0;
out_regions:
	pci_release_regions(pdev);
out_disable:
	pci_disable_device(pdev);
	free_netdev(dev);
	return err;
}

static void virtnet_remove(struct pci_dev *pdev)
{
	struct virtnet *vi = pci_get_drvdata(pdev);
	struct net_device *dev = vi->dev;

	unregister_netdev(dev);
	stop_interrupts(vi);
	virtio_reset_device(&vi->vdev);
	free_buffers(vi);
	destroy_queues(vi);
	virtio_pci_stop(&vi->vdev);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
	dma_device_gone(&pdev->dev);
	free_netdev(dev);
}

static const struct pci_device_id virtnet_ids[] = {
	{ PCI_DEVICE(0x1af4, 0x1041) },
	{ 0 },
};

struct pci_driver virtnet_driver = {
	.name = "virtio_net", .id_table = virtnet_ids,
	.probe = virtnet_probe, .remove = virtnet_remove,
};
